"""Documents of the library for tests that need one: a report in two versions, with a piece that is not understood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.core.actors import Actor
from comity.library.actions import load_document
from comity.library.models import Unresolved

if TYPE_CHECKING:
    from datetime import datetime

FOLDER = Path(__file__).resolve().parent.parent / "library" / "documents"


def a_report(*, now: datetime) -> dict[str, Any]:
    """Load a report and another version of it; return the ids that its addresses need."""
    actor = Actor.system("tests")
    text = (FOLDER / "report.zh.txt").read_text("utf-8")
    loose = text.replace("\n三. 《", "\n一段谁也不知道是什么的文字。\n\n三. 《")
    first = load_document(actor=actor, raw=loose.encode(), name="report.txt", now=now)
    load_document(actor=actor, raw=loose.replace("48 项", "84 项").encode(), name="later.txt", now=now)
    load_document(actor=actor, raw=(FOLDER / "note.zh.txt").read_bytes(), name="note.txt", now=now)
    return {
        "work_id": first.expression.work_id, "tongue": "zh", "older": 1, "newer": 2,
        "symbol": "CAC/COSP/EG.1/2031/3", "manifestation_id": first.manifestation.pk,
        "unresolved_id": Unresolved.objects.filter(code="text_without_number").earliest("pk").pk,
    }  # fmt: skip
