"""The document on messages is what the program obeys."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

from comity.wire import documents
from comity.wire.documents import render
from comity.wire.kinds import KINDS
from comity.wire.refusals import REFUSALS

if TYPE_CHECKING:
    import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "wire" / "messages.md"


def test_the_document_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == render(), "python -m comity.wire.documents > docs/wire/messages.md"


def test_every_kind_and_every_code_stands_in_it():
    text = render()
    assert all(f"| `{name}` |" in text for name in [*KINDS, *REFUSALS])


def test_the_module_writes_the_document_when_it_is_run(capsys: pytest.CaptureFixture[str]):
    runpy.run_path(documents.__file__, run_name="__main__")
    assert capsys.readouterr().out == render()
