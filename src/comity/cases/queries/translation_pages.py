"""What the pages of a translation show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from comity.cases import rules
from comity.cases.errors import SENTENCES
from comity.cases.queries import content, translating
from comity.core.parts import Task

if TYPE_CHECKING:
    from comity.cases.forms.translating import AskTranslationForm
    from comity.cases.models import Case, Translation
    from comity.cases.queries.translating import Line
    from comity.core.actors import Actor

AT_ONCE: Final = 20  # paragraphs on one page
# Translators: what became of the paragraphs of a translator's file.
RESULTS: Final[dict[str, Any]] = {
    "taken": _("taken"),
    "same": _("stood here already"),
    "stands": _("not taken: another translation stands here"),
    "changed": _("not taken: its source is not what the draft says"),
    "unknown": _("not taken: the draft has no such paragraph, or no longer"),
    "empty": _("not translated in the file"),
    "long": _("not taken: longer than 20,000 characters"),
    "missing": _("not in the file, and not translated here"),
}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Some paragraphs of one part.

    Attributes:
        title: of the part.
        lines: the paragraphs.
        first: number of the first of them.
        total: how many the part has.
        onward: where to go on after these.
    """

    title: str
    lines: list[Line]
    first: int
    total: int
    onward: str

    @property
    def last(self) -> int:
        """Return the number of the last of them."""
        return self.first + len(self.lines) - 1


def overview(case: Case, form: AskTranslationForm) -> dict[str, Any]:
    """Return the translations of a request, and the form to ask for one while it is a draft."""
    rows = [
        {"title": translating.title_of(case, one.language), "url": translating.url_of(one), "row": one,
         "state": translating.STATES[one.state]}
        for one in translating.of_case(case)
    ]  # fmt: skip
    wanted = translating.wanted(content.request_of(case))
    return {"rows": rows, "form": form, "wanted": wanted, "draft": case.step == rules.DRAFT}


def tags(case: Case, row: Translation) -> dict[str, str]:
    """Return the languages of both columns as tags of HTML, and the title of the page."""
    return {
        "own": _tag(case.language), "other": _tag(row.language), "title": translating.title_of(case, row.language)
    }  # fmt: skip


def _tag(language: str) -> str:
    return "zh-Hans" if language.startswith("zh") else language


def page_of(case: Case, row: Translation, interface: str, actor: Actor) -> dict[str, Any]:
    """Return what the page of one translation shows; `own_words` says why its reader cannot approve it."""
    whole = translating.whole_of(case, row, interface)
    tasks = [Task(label=one.title, url=_url(row, one.key), status=one.status, hint=one.summary) for one in whole.parts]
    changed = row.state == "approved" and case.step == rules.DRAFT
    return {
        "row": row,
        "state": translating.STATES[row.state],
        "tasks": tasks,
        "missing": whole.missing,
        "questioned": whole.questioned,
        "changed": changed and translating.stale(row),
        "draft": case.step == rules.DRAFT,
        "own_words": SENTENCES["E_TRANSLATION_EYES"] if translating.wrote_of(whole, actor) else "",
        "brought": _brought(row),
        **tags(case, row),
    }


def _url(row: Translation, part: str) -> str:
    return reverse("cases:translation-part", args=[row.case_id, row.language, part])


def _brought(row: Translation) -> dict[str, Any] | None:
    """Return what became of the file that was brought last."""
    told = row.brought
    if not told:
        return None
    rows = [{**one, "result": RESULTS[one["result"]]} for one in told["rows"]]
    counts = [(RESULTS[name], number) for name, number in told["counts"].items()]
    return {"at": parse_datetime(told["at"]), "by": told["by"], "counts": counts, "rows": rows}


def part_of(case: Case, row: Translation, key: str, start: str, interface: str) -> ShownPart | None:
    """Return the paragraphs of a part from a number on; None for a part that the request does not have."""
    whole = translating.whole_of(case, row, interface)
    keys = [one.key for one in whole.parts]
    if key not in keys:
        return None
    part = whole.parts[keys.index(key)]
    at = int(start) if start.isdecimal() and start.isascii() and len(start) < 6 else 1  # noqa: PLR2004 (digits)
    first = min(max(at, 1), max(len(part.lines), 1))
    lines = part.lines[first - 1 : first - 1 + AT_ONCE]
    following = keys[keys.index(key) + 1 :]
    if first - 1 + AT_ONCE < len(part.lines):
        onward = f"{_url(row, key)}?{urlencode({'from': first + AT_ONCE})}"
    else:
        onward = _url(row, following[0]) if following else translating.url_of(row)
    return ShownPart(part.title, lines, first, len(part.lines), onward)
