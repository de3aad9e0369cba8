"""The letter of request of article 46(14)-(15), built from the structured request (shape of RequestV1)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from comity.cases.letters import wording
from comity.cases.letters.document import Block, Heading, Items, Paper, Paragraph, Row, Rows, Table
from comity.core.languages import language_name, locale_of
from comity.law.sections import MODULE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from comity.cases.letters.document import Attachment
    from comity.cases.letters.wording import Line
    from comity.kernel.languages import Text

TEMPLATE_VERSION = "letter/2"
# What may be chosen for a measure, by the last part of its path: as the form that asked for it called it.
DETAILS: dict[str, Mapping[str, Text]] = {
    field.path.removeprefix("details."): {choice.value: choice.label for choice in field.choices}
    for fields in MODULE_FIELDS.values()
    for field in fields
    if field.choices
}
CHOICES: dict[str, Mapping[str, Text]] = {
    **DETAILS,
    "basis.mode": wording.MODES,
    "proceedings.stage": wording.STAGES,
    "kind": wording.PERSON_KINDS,
    "role": wording.PERSON_ROLES,
    "notify": {"yes": wording.YES, "no": wording.NO},
}
DATES = {"deadline", "limitation_date", "birth_date", "period_from", "period_to", "hearing_date"}
LANGUAGES = {"languages", "language"}


class Writer:
    """Turns values of one request into text of one language."""

    def __init__(self, request: Mapping[str, Any], language: str) -> None:
        self.request = request
        self.language = language

    def say(self, text: Text, **values: str) -> str:
        """Return fixed wording with its values filled in; values are never read as a pattern."""
        return text.get(self.language).format(**values)

    def value(self, path: str, source: Mapping[str, Any] | None = None) -> str:
        """Return the value at a dotted path as text; empty when it is absent."""
        found: Any = self.request if source is None else source
        for key in path.split("."):
            found = found.get(key, "") if isinstance(found, dict) else ""
        return self.text(path, found)

    def text(self, path: str, value: Any) -> str:
        """Return one value as a person reads it."""
        if isinstance(value, bool):
            return self.say(wording.YES if value else wording.NO)
        if isinstance(value, list | tuple):
            return "\n".join(self.text(path, inner) for inner in value)
        if path in CHOICES and value in CHOICES[path]:
            return self.say(CHOICES[path][value])
        kind = path.rsplit(".", maxsplit=1)[-1]
        if kind in DATES:
            return self.day_named(str(value))
        if kind in LANGUAGES and value:
            return language_name(str(value), self.language)
        return "" if value is None else str(value)

    def day_named(self, text: str) -> str:
        """Return an ISO date as the language writes it; other text (`about 1970`) as it stands."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text

    def day(self, day: date) -> str:
        """Return a date as the language writes it."""
        return format_date(day, "long", locale=locale_of(self.language))

    def rows(self, lines: Iterable[Line], source: Mapping[str, Any] | None = None) -> list[Row]:
        """Return the lines that have a value."""
        found = ((self.say(label), self.value(path, source), article) for path, label, article in lines)
        return [Row(label, value, article) for label, value, article in found if value]

    def sections(self, sections: Iterable[tuple[Text, str, Sequence[Line]]]) -> list[Block]:
        """Return the sections that have at least one line."""
        blocks: list[Block] = []
        for title, article, lines in sections:
            rows = self.rows(lines)
            if rows:
                blocks += [Heading(self.say(title), article=article), Rows(tuple(rows))]
        return blocks


def request_paper(
    request: Mapping[str, Any], *, at: datetime, attachments: tuple[Attachment, ...] = (), draft: bool = False
) -> Paper:
    """Return the letter of request as a paper, in the language the request names."""
    language = str(request.get("language", "en"))
    writer = Writer(request, language)
    states = {"requesting": writer.value("requesting.state"), "requested": writer.value("requested.state")}
    reference = writer.value("reference")
    uncac = str(request.get("basis", {}).get("mode", "")).startswith("uncac")
    opening = wording.OPENING if uncac else wording.OPENING_OTHER
    footer = writer.say(
        wording.FOOTER, reference=reference, request_id=writer.value("request_id"), version=TEMPLATE_VERSION
    )
    return Paper(
        language=language,
        title=writer.say(wording.TITLE),
        reference=writer.say(wording.OUR_REFERENCE, reference=reference),
        date=at,
        place_date=writer.day(at.date()),
        sender=writer.value("requesting.central_authority"),
        sender_address=writer.value("requesting.address"),
        addressee=writer.value("requested.authority"),
        blocks=(
            Paragraph(writer.say(opening, **states)),
            *_earlier(writer),
            *_banner_rows(writer),
            *request_blocks(writer),
        ),
        closing=writer.say(wording.CLOSING, **states),
        signatories=((writer.value("signatory.name"), writer.value("signatory.title")),),
        signature_note=writer.say(wording.DRAFT_NOTE if draft else wording.SIGNATURE_NOTE),
        footer=footer,
        banner=_banner(writer),
        attachments=attachments,
    )


def _earlier(writer: Writer) -> list[Block]:
    """Say that the request left by letter before, where it did."""
    day = writer.value("earlier.left_on")
    if not day:
        return []
    told = writer.say(wording.EARLIER, day=writer.day_named(day), reference=writer.value("reference"))
    return [Paragraph(told), *_recorded(writer), *_again(writer)]


def _again(writer: Writer) -> list[Block]:
    """Say why it is offered once more, where it was offered before."""
    reason = writer.value("earlier.again.reason")
    return [Paragraph(writer.say(wording.AGAIN, reason=reason))] if reason else []


def _recorded(writer: Writer) -> list[Block]:
    """Say what was recorded of its letters, where something was asked or decided by them."""
    record = writer.request["earlier"].get("record")
    if not record:
        return []
    count = Counter(one["state"] for one in record["measures"])
    numbers = {state: str(count[state]) for state in ("accepted", "refused", "asked")}
    return [Paragraph(writer.say(wording.RECORDED, rounds=str(record["rounds"]), **numbers))]


def _banner(writer: Writer) -> str:
    if writer.value("urgency.level") != "urgent":
        return ""
    return writer.say(wording.URGENT, reason=writer.value("urgency.reason"))


def _banner_rows(writer: Writer) -> list[Block]:
    return [Paragraph(writer.say(wording.CONFIDENTIAL))] if _wants_secrecy(writer.request) else []


def _wants_secrecy(request: Mapping[str, Any]) -> bool:
    return bool(request.get("confidentiality", {}).get("required"))


def asked_blocks(writer: Writer) -> list[Block]:
    """Return the measures and annexes of a supplementary request."""
    return _measures(writer) + _annexes(writer)


def request_blocks(writer: Writer) -> list[Block]:
    """Return what a request says, section by section."""
    blocks = writer.sections(wording.BEFORE_MEASURES)
    blocks += _offences(writer)
    if facts := writer.value("facts.summary"):
        blocks.append(Heading(writer.say(wording.FACTS), article="46(15)(c)"))
        blocks += [Paragraph(part) for part in facts.split("\n\n") if part.strip()]
    blocks += _persons(writer)
    blocks += _measures(writer)
    blocks += writer.sections(wording.AFTER_MEASURES)
    return blocks + _annexes(writer)


def _offences(writer: Writer) -> list[Block]:
    offences = writer.request.get("proceedings", {}).get("offences", [])
    if not offences:
        return []
    cells = tuple(
        tuple(writer.value(key, offence) for key in ("label", "provision", "penalty", "article"))
        for offence in offences
    )
    return [Table(tuple(writer.say(column) for column in wording.OFFENCE_COLUMNS), cells)]


def _persons(writer: Writer) -> list[Block]:
    blocks: list[Block] = [Heading(writer.say(wording.PERSONS), article="46(15)(e)")]
    for person in writer.request.get("persons", []):
        blocks.append(Heading(writer.value("name", person) or "–", level=3))
        blocks.append(Rows(tuple(writer.rows(wording.PERSON_LINES, person))))
    if unknown := writer.value("persons_unknown"):
        blocks.append(Paragraph(unknown))
    return blocks if len(blocks) > 1 else []


def _measures(writer: Writer) -> list[Block]:
    blocks: list[Block] = [Heading(writer.say(wording.MEASURES), article="46(15)(d)")]
    for number, measure in enumerate(writer.request.get("measures", []), start=1):
        title, article = wording.MODULES.get(str(measure.get("module")), (wording.MEASURES, "46(3)"))
        blocks.append(Heading(f"{number}. {writer.say(title)}", level=3, article=article))
        lines = [line for line in wording.MEASURE_LINES if line[0] != "questions"]
        details = [(key, label, "") for key, label in wording.DETAIL_LABELS.items()]
        blocks.append(Rows(tuple(writer.rows(lines, measure) + writer.rows(details, measure.get("details", {})))))
        if questions := [str(question) for question in measure.get("questions", []) if question]:
            blocks.append(Items(tuple(f"{index}. {text}" for index, text in enumerate(questions, start=1))))
    return blocks


def _annexes(writer: Writer) -> list[Block]:
    annexes = writer.request.get("annexes", [])
    if not annexes:
        return []
    cells = tuple(
        tuple(writer.value(key, annex) for key in ("name", "language", "certified", "sha256")) for annex in annexes
    )
    columns = tuple(writer.say(column) for column in wording.ANNEX_COLUMNS)
    return [Heading(writer.say(wording.ANNEXES)), Table(columns, cells)]
