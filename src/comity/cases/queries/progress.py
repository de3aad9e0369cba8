"""A progress note in plain words, for the prosecutor who asked: built from the timeline, with nothing for others only.

Only what passed between the two authorities is told, and where each measure stands. Notes inside the authority, names
of officers and persons, reviews, conflicts of interest and reasons of others are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases import labels
from comity.cases.letters.document import Heading, Items, Paper, Paragraph, Table
from comity.cases.models import Side
from comity.cases.queries import overview
from comity.cases.queries.reading import measure_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from comity.cases.models import Case, Line

# Titles of these lines name nothing but the two States and our own references.
TOLD = (
    "request_sent", "acknowledged", "clarify_asked", "clarify_answered", "decided", "delivered", "confirmed",
    "status_asked", "status_reported", "conditions_offered", "conditions_accepted", "conditions_rejected", "withdrawn",
    "closed",
)  # fmt: skip
# What the reader can do, by the next step; "" where the turn is the other State's.
CAN: dict[str, Any] = {
    "answer_questions": gettext_lazy(
        "Answer what is asked as soon as you can: until then the request stands still. Send the answers to us."
    ),
    "confirm_delivery": gettext_lazy(
        "Look through what arrived and tell us whether it is complete and can be used. Use it only for what was asked."
    ),
    "answer_conditions": gettext_lazy("Tell us whether you can work under the conditions: once accepted, they bind."),
    "complete_draft": gettext_lazy("Complete the facts of the case and what exactly you need from whom."),
    "revise_draft": gettext_lazy("Help to revise the draft as the reviewer asks."),
    "close_case": gettext_lazy("Tell us what the material was good for. If you need more, ask now."),
}
ALWAYS = gettext_lazy(
    "Tell us at once when something changes: an arrest, a date of hearing, a limitation that runs out, or when a "
    "measure is no longer needed."
)
ENDED = gettext_lazy("Nothing more is to be done. If you need more later, a supplementary request is possible.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One measure: what was asked, where it stands, what comes next."""

    what: str
    stands: str
    then: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The note, in one language."""

    language: str
    reference: str
    state: str
    day: date
    asked: list[Asked]
    passed: list[tuple[date, str]]
    whose: str
    next_step: str
    by: date | None
    can: list[str]


def progress_of(case: Case, language: str, now: datetime) -> Progress:
    """Return the note about a request of ours: four queries."""
    with translation.override(language):
        measures = case.measures.all()
        lines = case.lines.filter(code__in=TOLD).exclude(crosses="")
        open_ = case.turn_side != Side.NOBODY
        return Progress(
            language=language,
            reference=case.our_reference,
            state=case.counterpart_state or "–",
            day=timezone.localdate(now),
            asked=[
                Asked(
                    measure_title(one.kind, one.module, language),
                    labels.state_text(one.state, language),
                    overview.next_step(case, one),
                )
                for one in measures
            ],
            passed=[(timezone.localdate(line.at), _title(line, case)) for line in lines],
            whose=_whose(case),
            next_step=labels.task_text(case, language) if open_ else str(ENDED),
            by=case.turn_due if open_ else None,
            can=[str(one) for one in _can(case)],
        )


def _title(line: Line, case: Case) -> str:
    return labels.line_title(line.code, line.lane, case.counterpart_state, line.params)


def _whose(case: Case) -> str:
    match case.turn_side:
        case Side.OURS:
            return _("It is our turn.")
        case Side.THEIRS:
            return _("It is the turn of %(state)s.") % {"state": case.counterpart_state}
        case _:
            return _("The request is closed.")


def _can(case: Case) -> Iterator[Any]:
    if case.turn_side == Side.NOBODY:
        return
    if case.turn_side == Side.OURS and case.turn_task in CAN:
        yield CAN[case.turn_task]
    yield ALWAYS


def paper_of(note: Progress, *, sender: str, at: datetime) -> Paper:
    """Return the note as a paper to print."""
    with translation.override(note.language):
        by = _("By: %(day)s") % {"day": formats.date_format(note.by)} if note.by else ""
        passed = tuple(f"{formats.date_format(day)}: {text}" for day, text in note.passed)
        cells = tuple((one.what, one.stands, one.then) for one in note.asked)
        return Paper(
            language=note.language,
            title=_("How your request stands"),
            reference=note.reference,
            date=at,
            place_date=formats.date_format(note.day),
            sender=sender,
            sender_address="",
            addressee="",
            blocks=(
                Heading(_("What we asked, and where it stands")),
                Table((_("Asked"), _("Where it stands"), _("What comes next")), cells),
                Heading(_("What has passed between %(state)s and us") % {"state": note.state}),
                Items(passed) if passed else Paragraph(_("Nothing has been sent yet.")),
                Heading(_("What comes next")),
                Paragraph(" ".join(filter(None, [note.whose, note.next_step, by]))),
                Heading(_("What you can do")),
                Items(tuple(note.can)) if note.can else Paragraph(str(ENDED)),
            ),
            closing="",
            signatories=(),
            signature_note="",
            footer=_("A note for the office that asked; it is no evidence and binds nobody."),
        )
