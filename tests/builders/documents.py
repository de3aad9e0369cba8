"""Texts of the library for tests that need one: a report in two versions, a law, the draft of a digest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.core.actors import Actor
from comity.library.actions import load_document
from comity.library.digests.actions import Content, write_digest
from comity.library.legislation.actions import Reported, report_law
from comity.library.models import Unresolved
from comity.library.saved.actions import save_search

if TYPE_CHECKING:
    from datetime import datetime

    from comity.library.digests.models import Digest
    from comity.library.legislation.models import Law
    from comity.library.saved.models import SavedSearch

FOLDER = Path(__file__).resolve().parent.parent / "library" / "documents"


def a_law(keeper: Actor, *, now: datetime) -> Law:
    """Enter a law of an invented State."""
    return report_law(
        actor=keeper, place="XA", kind="statute", title="An invented Act", number="", now=now,
        reported=Reported(
            raw=b"1. An invented rule.\n", name="act.txt", media_type="text/plain", in_force_from=None,
            reported_on=now.date(), source="An invented note", provisions=[("uncac:46(9)", "section 1")],
        ),
    )  # fmt: skip


def a_saved_search(actor: Actor, *, now: datetime) -> SavedSearch:
    """Save a search of one person."""
    return save_search(actor=actor, address="q=assistance", name="", now=now)


def a_digest(writer: Actor, *, now: datetime) -> Digest:
    """Write the draft of a digest of an invented case."""
    content = Content(
        title="An invented case", language="en", year=2025, subject="mla", outcome="refused", states=["XA"],
        articles=["uncac:46(9)"], instruments="", facts="Records were asked for.", course="It was refused.",
        lessons="Consult first.",
    )  # fmt: skip
    return write_digest(actor=writer, digest_id=None, content=content, now=now)


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
