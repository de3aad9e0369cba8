"""The whole file of a case as papers: cover, request, what passed, timeline, evidence with digests, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from comity.cases import labels
from comity.cases.letters.book import NotJoined
from comity.cases.letters.document import Heading, Paper, Paragraph, Row, Rows, Table
from comity.cases.queries import measures, overview, papers, reading, turning
from comity.core.parts import Step
from comity.exchange import queries as exchange
from comity.kernel.plaintext import one_line
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from comity.cases.letters.document import Block
    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

NOTHING = gettext_lazy("Nothing yet.")
WHY_NOT: dict[NotJoined, Any] = {
    NotJoined.KIND: gettext_lazy("in the file, not here: it is no PDF"),
    NotJoined.SIZE: gettext_lazy("in the file, not here: it is too large"),
    NotJoined.ACTS: gettext_lazy("in the file, not here: it contains parts that act by themselves"),
    NotJoined.LOCKED: gettext_lazy("in the file, not here: it is locked"),
    NotJoined.UNREADABLE: gettext_lazy("in the file, not here: it cannot be read"),
    NotJoined.WITHHELD: gettext_lazy("in the file, not here: it is for officers named for the case only"),
}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of the case that may be joined."""

    title: str
    sort: str
    file: StoredFile | None
    sha256: str
    size: int
    withheld: bool = False


def enclosures(case: Case, actor: Actor) -> list[Enclosure]:
    """Return letter, annexes and evidence of a case, in the order of the file: four queries.

    An item of evidence that is not given to the actor is told of, as in the file itself, and has no content here.
    """
    found = []
    letter = getattr(case, "letter", None)
    if letter is not None:
        kept = letter.file
        found.append(Enclosure(_("Letter of request"), _("letter"), kept, kept.sha256, kept.size or 0))
    found += [
        Enclosure(one_line(one.name, 160), _("annex"), one.file, one.sha256, one.size)
        for one in case.annexes.select_related("file")
    ]
    given = set(measures.evidence_visible_to(actor).filter(case=case).values_list("pk", flat=True))
    found += [
        Enclosure(one_line(one.name, 160), _("evidence"), one.file, one.sha256, one.size, withheld=one.pk not in given)
        for one in case.evidence.select_related("file")
    ]
    return found


class Papers:
    """The papers of one case in one language, made for one reader."""

    def __init__(self, case: Case, language: str, reader: str, now: datetime) -> None:
        self.case, self.language, self.reader, self.now = case, language, reader, now

    def paper(self, title: str, blocks: Iterable[Block]) -> Paper:
        """Return one paper of the file."""
        shown = tuple(blocks)
        return Paper(
            language=self.language,
            title=title,
            reference=self.case.reference,
            date=self.now,
            place_date="",
            sender=settings.NODE.name_in(self.language),
            sender_address="",
            addressee="",
            blocks=shown or (Paragraph(str(NOTHING)),),
            closing="",
            signatories=(),
            signature_note="",
            footer=self.case.reference,
        )

    def mark(self) -> str:
        """Return what every page says of its reader."""
        said = {"reader": self.reader, "time": self._time(self.now), "reference": self.case.reference}
        return _("Copy for %(reader)s, made %(time)s · %(reference)s") % said

    def front(self, contents: Sequence[tuple[str, int]]) -> Paper:
        """Return cover and contents."""
        case = self.case
        rows = [
            Row(_("Subject"), one_line(case.title, 300) or "–"),
            Row(_("Direction"), _("Request that we make") if case.outgoing else _("Request made to us")),
            Row(_("Our reference"), case.our_reference or "–"),
            Row(_("Their reference"), one_line(case.their_reference, 80) or "–"),
            Row(_("Other State"), one_line(case.counterpart_state, 80) or "–"),
            Row(_("Kind of assistance"), labels.kinds_text(case.kinds) or "–"),
            Row(_("Step"), STEPS[case.direction, case.step].title.get(self.language)),
            Row(_("Copy for"), self.reader),
            Row(_("Made"), self._time(self.now)),
        ]
        if case.confidential:
            rows.append(Row(_("Confidential"), _("Keep fact and substance of the request confidential."), "46(20)"))
        note = _(
            "This is a rendered copy for reading. It proves nothing: signatures are checked on the originals, which "
            "are in the file with the digests told here."
        )
        pages = tuple((title, str(page)) for title, page in contents)
        blocks = (
            Rows(tuple(rows)),
            Paragraph(note),
            Heading(pgettext("of a file", "Contents")),
            Table((_("Part"), pgettext("number of a page", "Page")), pages),
        )
        return self.paper(_("File of the case"), blocks)

    def request(self) -> Paper:
        """Return what the request says."""
        blocks: list[Block] = []
        for part in reading.reading(self.case, self.language).parts:
            blocks.append(Heading(str(part.title), level=3, article=part.article))
            blocks.append(Rows(tuple(Row(str(row.label), str(row.value), row.article) for row in part.rows)))
        return self.paper(_("The request"), blocks)

    def measures(self) -> Paper:
        """Return each measure with its state and result, and the decisions with their reasons."""
        table = overview.measure_table(self.case, self.language, links=False)
        cells = tuple((str(one.kind), str(one.asked), str(one.status.label), str(one.result)) for one in table.rows)
        blocks: list[Block] = (
            [Table((_("Measure"), _("What is asked"), _("State"), _("Result")), cells)] if cells else []
        )
        for one in papers.decisions_of(self.case, self.language):
            verdict = _("granted") if one.accepted else _("refused")
            blocks.append(Heading(labels.labelled(one.title, verdict), level=3, article=one.article))
            told = [
                (_("Decided"), self._time(one.at)),
                (_("Stood until"), self._time(one.ended_at) if one.ended_at else ""),
                (_("Ground"), one.ground), (_("Reasons"), one.reasons),
                (_("Appeal"), one.appeal), (_("Consultation"), one.consultation),
            ]  # fmt: skip
            blocks.append(_rows(told))
        return self.paper(_("Measures and decisions"), blocks)

    def messages(self) -> Paper:
        """Return the list of messages, and what was said in them."""
        listed = papers.messages_of(self.case, self.language)
        cells = tuple(
            (str(number), one.title, _("sent") if one.out else _("received"), self._time(one.at), str(one.status.label))
            for number, one in enumerate(listed, 1)
        )
        blocks: list[Block] = [Table((_("No."), _("Message"), _("Way"), _("When"), _("State")), cells)] if cells else []
        for one in reversed(turning.said_of(self.case)):
            blocks.append(Heading(f"{one.title} · {self._time(one.at)}", level=3, article=one.article))
            blocks.append(_rows([*one.rows, *one.answer]))
        for questions in self.case.clarifications.prefetch_related("items"):
            heading = _("Questions, round %(number)d") % {"number": questions.round}
            blocks.append(Heading(f"{heading} · {self._time(questions.asked_at)}", level=3, article="46(16)"))
            asked = [(item.question or item.code, item.answer or "–") for item in questions.items.all()]
            blocks.append(_rows([*([(_("Note"), questions.note)] if questions.note else []), *asked]))
        return self.paper(_("Messages"), blocks)

    def timeline(self) -> Paper:
        """Return everything that happened, in the order it did."""
        lanes = overview.timeline(self.case, settings.NODE.state, self.now, exchange.messages_of_case(self.case.pk))
        cells = tuple(
            (_moment(step.at), _("ours") if step.whose == "ours" else _("theirs"), str(step.title), str(step.detail))
            for step in lanes.rows
            if isinstance(step, Step)
        )
        table = [Table((_("When"), _("Lane"), _("What happened"), _("Details")), cells)] if cells else []
        return self.paper(_("Timeline"), table)

    def evidence(self, joined: Sequence[tuple[Enclosure, NotJoined | None]]) -> Paper:
        """Return the list of letters, annexes and evidence with digests, and which of them are joined here."""
        cells = tuple(
            (
                one.title,
                one.sort,
                formats.number_format(one.size, force_grouping=True),
                _halved(one.sha256),
                _("joined here") if why is None else str(WHY_NOT[why]),
            )
            for one, why in joined
        )
        headings = (_("Document"), _("What it is"), _("Size in bytes"), "SHA-256", _("Here"))
        return self.paper(_("Letters, annexes and evidence"), [Table(headings, cells)] if cells else [])

    def receipts(self) -> Paper:
        """Return the receipts of all messages."""
        cells = tuple(
            (
                one.title,
                receipt.event,
                _("ours") if receipt.ours else _("theirs"),
                self._time(receipt.at),
                _last(receipt.url),
            )
            for one in papers.messages_of(self.case, self.language)
            for receipt in one.receipts
        )
        headings = (_("Message"), _("Receipt"), _("Signed by"), _("When"), _("Number"))
        return self.paper(_("Receipts"), [Table(headings, cells)] if cells else [])

    def _time(self, moment: datetime) -> str:
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _rows(pairs: Iterable[tuple[str, str]]) -> Rows:
    return Rows(tuple(Row(str(label), str(text)) for label, text in pairs if text))


def _moment(at: Any) -> str:
    if at is None:
        return "–"
    return formats.date_format(timezone.localtime(at) if hasattr(at, "hour") else at, "SHORT_DATE_FORMAT")


def _halved(digest: str) -> str:
    """Return a digest in lines that a narrow column holds."""
    return "\n".join(digest[start : start + 16] for start in range(0, len(digest), 16))


def _last(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]


def count_of(case: Case, actor: Actor) -> int:
    """Return how many steps making the copy of a case takes: its papers and its files."""
    return PAPERS + len(enclosures(case, actor))


PAPERS = 7  # cover, request, measures, messages, timeline, list of documents, receipts
