"""The document on messages is what the program obeys."""

from __future__ import annotations

from pathlib import Path

from comity.wire.documents import render
from comity.wire.kinds import KINDS
from comity.wire.refusals import REFUSALS

DOCUMENT = Path(__file__).parents[2] / "docs" / "wire" / "messages.md"


def test_the_document_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == render(), "python -m comity.wire.documents > docs/wire/messages.md"


def test_every_kind_and_every_code_stands_in_it():
    text = render()
    assert all(f"| `{name}` |" in text for name in [*KINDS, *REFUSALS])
