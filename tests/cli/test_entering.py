"""What only asks something loads no server, no settings and no database layer."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("granian", "urllib3", "pydantic", "structlog", "django")


def test_asking_the_law_loads_nothing_of_a_node() -> None:
    code = f"import sys, comity.cli.law; print([one for one in {HEAVY!r} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"
