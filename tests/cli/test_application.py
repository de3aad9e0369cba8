"""The process that serves has loaded all pages before anybody asks for one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.builders.commands import environment

if TYPE_CHECKING:
    from pathlib import Path

ASK = """
import sys, gc
import comity.cli.application
begun = set(sys.modules)
from django.test import Client
answer = Client(headers={"host": "localhost"}).get("/healthz")
loaded = sorted(name for name in set(sys.modules) - begun if name.startswith("comity.") and ".views" in name)
print(answer.status_code, loaded, "comity.cases.views.desk" in begun, gc.get_freeze_count() > 100_000, gc.isenabled())
"""


def test_server_begins_with_all_pages_and_never_looks_at_them_for_garbage(tmp_path: Path):
    env = environment(COMITY_DATA=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["200", "[]", "True", "True", "True"]
