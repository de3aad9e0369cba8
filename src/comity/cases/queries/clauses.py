"""The clause library: what comes with the program and what the authority wrote, searched, and offered to a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from comity.cases.compose import get
from comity.cases.models import ClauseVersion
from comity.law.assistance import MODULES
from comity.law.clauses import CLAUSES, PLACES
from comity.law.fields import Input
from comity.law.sections import MEASURE, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.law.clauses import Clause

SHIPPED = 0  # the version of a clause that comes with the program
STATUS: dict[str, Any] = {
    "suggested": gettext_lazy("suggestion, verified by nobody"),
    "proposed": gettext_lazy("proposed, waits for the head"),
    "approved": gettext_lazy("approved by the head"),
    "retired": gettext_lazy("retired"),
}
CHINESE = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A clause in one of its versions, as it is read and as it is written to a file."""

    code: str
    version: int
    state: str
    module: str
    place: str
    title_en: str
    title_zh: str
    text_en: str
    text_zh: str
    article: str
    source: str
    status: str

    def title(self, language: str) -> str:
        """Return what it is called, in English where there is no Chinese."""
        return (self.title_zh if language.startswith(CHINESE) else "") or self.title_en

    def text(self, language: str) -> str:
        """Return what it says, in English where there is no Chinese."""
        return (self.text_zh if language.startswith(CHINESE) else "") or self.text_en

    @property
    def status_text(self) -> str:
        """The status in words."""
        return str(STATUS[self.status])

    def fits(self, *, state: str, module: str) -> bool:
        """Return whether a draft to that State, or a measure of that sort, can use it."""
        return self.state in {"", state} and self.module in {"", module}


COLUMNS = tuple(Shown.__dataclass_fields__)


def shown(row: ClauseVersion) -> Shown:
    """Return a version of the authority's own."""
    return Shown(**{name: getattr(row, name) for name in COLUMNS})


def _shipped(clause: Clause) -> Shown:
    return Shown(
        code=clause.code,
        version=SHIPPED,
        state="",
        module=clause.module,
        place=clause.place,
        title_en=clause.title.en,
        title_zh=clause.title.zh,
        text_en=clause.text.en,
        text_zh=clause.text.zh,
        article=clause.article,
        source="",
        status="suggested",
    )


def history(code: str) -> list[Shown]:
    """Return every version of a clause, the newest first, the one that came with the program last."""
    own = [shown(one) for one in ClauseVersion.objects.filter(code=code)]
    return own + [_shipped(one) for one in CLAUSES if one.code == code]


def library(word: str = "") -> list[Shown]:
    """Return the newest version of every clause that has the word in its title or text, by question and code."""
    newest = {one.code: _shipped(one) for one in CLAUSES}
    for row in ClauseVersion.objects.order_by("code", "version"):
        newest[row.code] = shown(row)
    wanted = word.casefold().strip()
    found = [one for one in newest.values() if not wanted or wanted in _words(one)]
    return sorted(found, key=lambda one: (one.status == "retired", one.place, one.code))


def _words(one: Shown) -> str:
    return f"{one.title_en} {one.title_zh} {one.text_en} {one.text_zh} {one.code}".casefold()


def usable() -> list[Shown]:
    """Return what may be put into a draft: the newest approved version of each, else what came with the program."""
    found = {one.code: _shipped(one) for one in CLAUSES}
    for row in ClauseVersion.objects.exclude(status="proposed").order_by("code", "version"):
        if row.status == "approved":
            found[row.code] = shown(row)
        else:
            found.pop(row.code, None)
    return list(found.values())


def offered(*, state: str, module: str, places: Iterable[str]) -> dict[str, list[Shown]]:
    """Return question -> the clauses for it: one query."""
    asked = set(places)
    found: dict[str, list[Shown]] = {}
    for one in usable():
        if one.place in asked and one.fits(state=state, module=module):
            found.setdefault(one.place, []).append(one)
    return found


def values_of(request: Mapping[str, Any]) -> dict[str, str]:
    """Return what the draft says for each place of a clause."""
    return {name: str(get(request, place)) for name, place in PLACES.items()}


def questions(language: str) -> dict[str, str]:
    """Return the questions that a clause can answer: place -> its label; those of a measure have no section."""
    found: dict[str, str] = {}
    for section in SECTIONS.values():
        found |= {one.path: one.label.get(language) for one in section.fields if one.input is Input.TEXT}
    return found | {one.path: one.label.get(language) for one in MEASURE.fields if one.input is Input.TEXT}


def modules(language: str) -> dict[str, str]:
    """Return the sorts of measure: code -> title."""
    return {code: module.title.get(language) for code, module in MODULES.items()}
