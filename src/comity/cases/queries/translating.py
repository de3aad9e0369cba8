"""Translations of a request: how far each is, and every paragraph with what was lost in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comity.cases import labels, rules
from comity.cases.models import Translation
from comity.cases.queries import content, doors, remarks
from comity.cases.queries.curated import curated_of
from comity.cases.translating.keeping import Lost, faults_of
from comity.cases.translating.pieces import names_in, pieces_of, put_in
from comity.core.parts import Status, Tone
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.cases.models import Case, Segment
    from comity.cases.translating.keeping import Fault
    from comity.cases.translating.pieces import Piece
    from comity.core.actors import Actor

LETTERS: Final[dict[str, Any]] = {"en": _("English"), "zh-hans": _("Chinese")}
STATES: Final[dict[str, Any]] = {
    "open": _("in translation"),
    "submitted": _("waits to be checked"),
    "approved": _("approved"),
    "dropped": _("given up"),
}
# Translators: what a translation seems to have lost; {what} is the number, the date or the name.
LOST: Final[dict[Lost, Any]] = {
    Lost.NAME: _("The name {what} is not in the translation."),
    Lost.PLACE: _("The open place {what} is not in the translation."),
    Lost.ADDRESS: _("The address {what} is not in the translation."),
    Lost.DATE: _("The date {what} is not in the translation."),
    Lost.SYMBOL: _("The reference {what} is not in the translation."),
    Lost.NUMBER: _("The number {what} is not in the translation."),
    Lost.ADDED: _("The number {what} stands in the translation alone."),
}
ALIKE: Final = 0.5  # how much of an earlier paragraph must be there again for its translation to be shown


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph with its translation.

    Attributes:
        piece: the paragraph.
        target: the translation, empty where there is none.
        state: `open`, `curated` (known in both languages), `translated` or `checked`.
        faults: what it seems to have lost.
        why: why it is right nevertheless.
        by: who wrote it.
        writer: his id.
        before: an earlier text of the paragraph, and its translation.
    """

    piece: Piece
    target: str = ""
    state: str = "open"
    faults: list[Fault] = field(default_factory=list)
    why: str = ""
    by: str = ""
    writer: UUID | None = None
    before: tuple[str, str] | None = None

    @property
    def questioned(self) -> bool:
        """Return whether something seems lost and nobody said why it is right."""
        return bool(self.faults) and not self.why

    @property
    def told(self) -> list[str]:
        """Return the findings as sentences."""
        return [str(LOST[one.lost]).format(what=one.what) for one in self.faults]

    @property
    def status(self) -> Status:
        """Return how far it is, as a word with its tone."""
        if self.questioned:
            return Status(_("to be looked at"), Tone.REFUSED)
        return {
            "open": Status(_("not translated"), Tone.OPEN),
            "curated": Status(_("known in both languages"), Tone.DONE),
            "translated": Status(_("translated"), Tone.WAITING),
            "checked": Status(_("checked"), Tone.DONE),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Part:
    """One section, person or measure of the request, with its paragraphs."""

    key: str
    title: str
    lines: list[Line]

    @property
    def summary(self) -> str:
        """Return how many paragraphs are translated, in words."""
        done = sum(bool(one.target) for one in self.lines)
        whole = len(self.lines)
        text = ngettext("%(done)d of %(whole)d paragraph", "%(done)d of %(whole)d paragraphs", whole)
        return text % {"done": done, "whole": whole}

    @property
    def status(self) -> Status:
        """Return how far the part is: what must be looked at first."""
        if any(one.questioned for one in self.lines):
            return Status(_("to be looked at"), Tone.REFUSED)
        if any(not one.target for one in self.lines):
            return Status(_("not translated"), Tone.OPEN)
        if any(one.state == "translated" for one in self.lines):
            return Status(_("translated"), Tone.WAITING)
        known = all(one.state == "curated" for one in self.lines)
        return Status(_("known in both languages") if known else _("checked"), Tone.DONE)


@dataclass(frozen=True, slots=True)
class Whole:
    """A translation as it stands now: the request in the place of whose words it comes, and every part."""

    request: dict[str, Any]
    names: list[str]
    parts: list[Part]

    @property
    def lines(self) -> list[Line]:
        """Return every paragraph, in order."""
        return [line for part in self.parts for line in part.lines]

    @property
    def missing(self) -> int:
        """Return how many paragraphs have no translation."""
        return sum(not one.target for one in self.lines)

    @property
    def questioned(self) -> int:
        """Return in how many paragraphs something seems lost."""
        return sum(one.questioned for one in self.lines)

    def translated(self, language: str) -> dict[str, Any]:
        """Return the request with every translation that there is in the place of its words."""
        return put_in(self.request, language, {one.piece.text: one.target for one in self.lines if one.target})


def of_case(case: Case) -> QuerySet[Translation]:
    """Return the translations of a request, those given up too."""
    return case.translations.select_related("case", "translator", "asked_by", "submitted_by", "decided_by", "annex")


def languages_for(case: Case) -> dict[str, str]:
    """Return the languages into which a letter can be printed, but for its own."""
    return {code: str(name) for code, name in LETTERS.items() if code != case.language}


def wanted(request: Mapping[str, Any]) -> bool:
    """Return whether the other State accepts a language in which letters are printed, and not that of this one."""
    accepted = {_primary(one) for one in request["requested"]["languages"]}
    own = _primary(str(request["language"]))
    return bool(accepted) and own not in accepted and bool(accepted & {_primary(one) for one in LETTERS})


def _primary(tag: str) -> str:
    return tag.lower().split("-")[0]


def wrote_of(whole: Whole, actor: Actor) -> bool:
    """Return whether an officer wrote a paragraph that nobody has checked: then another one approves (four eyes)."""
    return any(one.state == "translated" and one.writer == actor.officer_id for one in whole.lines)


def whole_of(case: Case, translation: Translation, interface: str) -> Whole:
    """Return a translation paragraph by paragraph, as the request stands now.

    Args:
        case: the case.
        translation: into which language, with its segments.
        interface: the language in which parts are named.
    """
    request = content.request_of(case)
    if translation.annex_id is not None and translation.annex is not None:
        own = translation.annex.annex_id
        request["annexes"] = [one for one in request["annexes"] if one["annex_id"] != own]
    names, fixed = names_in(request), curated_of(request, translation.language)
    pieces, stored = pieces_of(request), {one.digest: one for one in translation.segments.select_related("written_by")}
    gone = [one for digest, one in stored.items() if digest not in {piece.digest for piece in pieces}]
    titles, parts = remarks.places_in(request, interface), dict[str, Part]()
    for piece in pieces:
        part = parts.setdefault(piece.part, Part(piece.part, titles.get(piece.part, piece.part), []))
        part.lines.append(_line(piece, stored.get(piece.digest), fixed.get(piece.text, ""), names, gone))
    return Whole(request, names, list(parts.values()))


def _line(piece: Piece, segment: Segment | None, fixed: str, names: list[str], gone: list[Segment]) -> Line:
    if segment is not None:
        return Line(
            piece=piece,
            target=segment.target,
            state="checked" if segment.checked_at else "translated",
            faults=faults_of(piece.text, segment.target, names),
            why=segment.why,
            by=segment.written_by.name,
            writer=segment.written_by_id,
        )
    if fixed:
        return Line(piece=piece, target=fixed, state="curated")
    return Line(piece=piece, before=_before(piece, gone))


def _before(piece: Piece, gone: list[Segment]) -> tuple[str, str] | None:
    """Return the earlier text of the same part that is most like this one, with its translation."""
    found = [
        (SequenceMatcher(None, piece.text, one.source, autojunk=False).ratio(), one.source, one.target)
        for one in gone
        if one.part == piece.part
    ]
    ratio, source, target = max(found, default=(0.0, "", ""))
    return (source, target) if ratio >= ALIKE else None


def not_ready(case: Case) -> Translation | None:
    """Return a translation that keeps the draft from its review: not approved, or of an earlier text of the draft."""
    return next((one for one in of_case(case).exclude(state="dropped") if one.state != "approved" or stale(one)), None)


def stale(translation: Translation) -> bool:
    """Return whether the draft changed since its translation was approved, or its letter is no annex any more."""
    if translation.annex is None:
        return True
    whole = whole_of(translation.case, translation, "en")
    return translation.digest != digest_of(whole, translation.language)


def digest_of(whole: Whole, language: str) -> str:
    """Return the SHA-256 of a request in its other language: what is approved is what is printed."""
    return rules.digest(rules.without_signatory(whole.translated(language)))


def waiting(actor: Actor) -> list[tuple[Translation, str]]:
    """Return the translations that wait for an officer, and whether to be written or checked: one query."""
    rows = Translation.objects.filter(doors.seen_by(actor, "case"), state__in=["open", "submitted"], case__step="draft")
    found = []
    for one in rows.select_related("case").order_by("due", "pk")[:50]:
        if one.state == "open" and (one.translator_id or one.asked_by_id) == actor.officer_id:
            found.append((one, "write"))
        elif one.state == "submitted" and one.submitted_by_id != actor.officer_id and actor.roles & CHECKS:
            found.append((one, "check"))
    return found


CHECKS: Final = frozenset({Role.REVIEWER, Role.HEAD, Role.CASE_OFFICER, Role.TRANSLATOR})


def url_of(translation: Translation) -> str:
    """Return the page of a translation."""
    return reverse("cases:translation", args=[translation.case_id, translation.language])


def title_of(case: Case, language: str) -> str:
    """Return what a translation is called: `Translation: Chinese`."""
    del case
    return labels.labelled(str(_("Translation")), str(LETTERS.get(language, language)))
