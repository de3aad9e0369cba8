"""A process of a node begins without the libraries that a page or a job in a hundred needs (docs/architecture.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.builders.late import LATE

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = "import comity.cli.application; from django.urls import get_resolver; get_resolver().url_patterns"
ASK = f"import sys; print([one for one in {LATE!r} if one in sys.modules])"


def said_by(code: str, data: Path) -> bytes:
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    env["COMITY_DATA"] = str(data)
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout.strip()


def test_neither_server_nor_worker_begins_with_what_is_loaded_late(tmp_path: Path) -> None:
    assert said_by(f"{BEGIN}; {ASK}", tmp_path) == b"[]"


def test_using_a_name_of_the_letters_loads_their_library(tmp_path: Path) -> None:
    code = f"from comity.seal import pades; print(hasattr(pades, 'none')); pades.verify_letter; {ASK}"
    assert said_by(code, tmp_path).split(b"\n") == [b"False", b"['pyhanko']"]
