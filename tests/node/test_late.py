"""A process of a node begins without the libraries that a page or a job in a hundred needs (docs/architecture.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LATE = ("aiohttp", "docx", "icalendar", "pypdf")
BEGIN = "import comity.cli.application; from django.urls import get_resolver; get_resolver().url_patterns"
ASK = f"import sys; print([one for one in {LATE!r} if one in sys.modules])"


def said_by(code: str, data: Path) -> bytes:
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    env["COMITY_DATA"] = str(data)
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout.strip()


def test_neither_server_nor_worker_begins_with_what_it_need_not_use(tmp_path: Path) -> None:
    count = (
        "import gc; from comity.kernel.patterns import LatePattern; gc.unfreeze(); "
        "late = [one for one in gc.get_objects() if isinstance(one, LatePattern)]; "
        "print(len(late) > 200, [one for one in late if 'compiled' in vars(one)])"
    )
    assert said_by(f"{BEGIN}; {ASK}; {count}", tmp_path).splitlines() == [b"[]", b"True []"]


def test_what_is_asked_for_is_seen(tmp_path: Path) -> None:
    assert said_by(f"import pypdf; {ASK}", tmp_path) == b"['pypdf']"


def test_names_of_signed_messages_are_known_before_any_is_read(tmp_path: Path) -> None:
    """The library that reads them turns names back into numbers by a table that it makes once: a later name fails."""
    code = (
        "from comity.seal import cms; from asn1crypto import tsp; "
        "from asn1crypto.cms import ContentType; print(ContentType('tst_info').dotted)"
    )
    assert said_by(code, tmp_path) == b"1.2.840.113549.1.9.16.1.4"
