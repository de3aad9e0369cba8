"""Search in the documents: the address holds the search, so that it can be kept, sent, and asked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.parts import Link
from comity.library import labels
from comity.library.access import Permission
from comity.library.finding.addresses import asked_in, pairs_of
from comity.library.finding.keys import COUNTED
from comity.library.finding.searching import FARTHEST, PAGE, Asked, search
from comity.library.models import Footnote
from comity.library.read import address, is_right_to_left, named
from comity.library.reading.document import BlockKind
from comity.library.tiles import state_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from comity.core.parts import Words
    from comity.library.finding.searching import Found, Hit
    from comity.library.finding.terms import Widening

UNFOLDED: Final = 3  # concepts whose other words are shown at once; more would push down what was found
OFFERED: Final = 12  # values of one name that are offered before the rest is unfolded
TITLES: Final[Mapping[str, Words]] = {
    "kind": gettext_lazy("Kind"),
    "body": gettext_lazy("Body"),
    "year": gettext_lazy("Year"),
    "language": pgettext_lazy("of a document", "Language"),
    "state": pgettext_lazy("named in a paragraph", "State"),
    "article": gettext_lazy("Cites article"),
    "symbol": gettext_lazy("Cites document"),
    "paragraph": gettext_lazy("Cites paragraph"),
    "resolution": gettext_lazy("Cites resolution"),
    "version": gettext_lazy("Version"),
}
VERSIONS: Final[Mapping[str, Words]] = {
    "newest": pgettext_lazy("versions of a document", "the newest"),
    "older": pgettext_lazy("versions of a document", "earlier than the newest"),
}
KINDS_OF_PIECES: Final[Mapping[str, Words]] = {
    "title": pgettext_lazy("of a document", "Title"),
    "heading": gettext_lazy("Heading"),
    "subheading": gettext_lazy("Heading"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a search can be narrowed by: the values most often found, and the others."""

    title: str
    first: list[Link]
    rest: list[Link]


@require_safe
@access.needs(Permission.VIEW)
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the paragraphs that say what is looked for, in whatever language, and what to narrow the search by."""
    asked, page = asked_in(request.GET), _page(request.GET)
    language = get_language() or "en"
    found = search(asked, page)
    context = {
        "page_title": _("Search in the library"),
        "search": asked.text,
        "asked": bool(asked.text or asked.narrowed),
        "saving": urlencode(pairs_of(asked)),
        "kept": [pair for pair in pairs_of(asked) if pair[0] != "q"],
        "count": ngettext("%(count)s place", "%(count)s places", found.total) % {"count": found.total},
        "hits": [_hit(one) for one in found.hits],
        "first": (page - 1) * PAGE + 1,
        "widenings": [_widening(one, asked) for one in found.widenings],
        "folded": len(found.widenings) > UNFOLDED,
        "chosen": list(_chosen(asked, language)),
        "choices": list(_choices(found, asked, language)),
        "every_version_url": "" if "version" in asked.narrowed else _in_every_version(asked),
        "earlier_url": _address(asked, page - 1) if page > 1 else "",
        "next_url": _address(asked, page + 1) if page * PAGE < found.total and page < FARTHEST else "",
    }
    return render(request, "library/search.html", context)


def _page(sent: QueryDict) -> int:
    number = sent.get("page", "1")
    return min(max(1, int(number)), FARTHEST) if number.isascii() and number.isdecimal() and len(number) < 9 else 1  # noqa: PLR2004 (any number that short is one)


def _address(asked: Asked, page: int = 1) -> str:
    pairs = pairs_of(asked) + ([("page", str(page))] if page > 1 else [])
    return f"{reverse('library:search')}?{urlencode(pairs)}"


def _toggled(asked: Asked, name: str, value: str) -> str:
    """Return the address of the search with a value of a name put in, or taken out where it is in."""
    values = list(asked.narrowed.get(name, ()))
    values = [one for one in values if one != value] if value in values else [*values, value]
    return _address(Asked(asked.text, {**asked.narrowed, name: values}, asked.off))


def _in_every_version(asked: Asked) -> str:
    return _address(Asked(asked.text, {**asked.narrowed, "version": list(VERSIONS)}, asked.off))


def _hit(hit: Hit) -> dict[str, Any]:
    expression, row = hit.expression, hit.row
    return {
        "url": address(expression, row.key),
        "title": expression.title or _("(no title found)"),
        "place": _place(row),
        "symbol": expression.work.symbol,
        "date": expression.work.date,
        "kind": labels.called(labels.KINDS, expression.work.kind),
        "named": named(expression),
        "language": expression.language,
        "direction": "rtl" if is_right_to_left(expression.language) else "ltr",
        "from_hub": hit.from_hub,
        "parts": hit.parts,
    }


def _place(row: Any) -> str:
    """Return the place of an entry in its document, in words."""
    if isinstance(row, Footnote):
        return _("Footnote %(mark)s") % {"mark": row.mark}
    if row.kind == BlockKind.ARTICLE.value:
        return str(row.label)
    if row.number:
        return _("Paragraph %(number)s") % {"number": row.number}
    return str(KINDS_OF_PIECES.get(row.kind, _("Text")))


def _widening(one: Widening, asked: Asked) -> dict[str, Any]:
    """Return what a query was widened by, and the address at which it is not, or is again."""
    off = [each for each in asked.off if each != one.concept] if not one.on else [*asked.off, one.concept]
    return {
        "said": one.said,
        "on": one.on,
        "terms": [(term.text, term.language) for term in one.terms],
        "state": one.concept.startswith("state:"),
        "url": _address(Asked(asked.text, asked.narrowed, off)),
    }


def _chosen(asked: Asked, language: str) -> list[Link]:
    """Return by what the search is narrowed; each link takes it away."""
    return [
        Link(
            # Translators: by what a search is narrowed: its name and its value.
            _("%(name)s: %(value)s") % {"name": TITLES[name], "value": _called(name, value, language)},
            _toggled(asked, name, value),
            current=True,
        )
        for name, values in asked.narrowed.items()
        for value in values
    ]


def _choices(found: Found, asked: Asked, language: str) -> list[Choices]:
    """Return what the search can be narrowed by, what is found most often first; years from the latest."""
    made = []
    for name in COUNTED:
        counts = found.counts.get(name, {})
        already = asked.narrowed.get(name, ())
        order = sorted(counts, reverse=True) if name == "year" else sorted(counts, key=lambda one: (-counts[one], one))
        links = [
            # Translators: something to narrow a search by, and how many were found with it.
            Link(
                _("%(what)s (%(count)d)") % {"what": _called(name, value, language), "count": counts[value]},
                _toggled(asked, name, value),
            )
            for value in order
            if value not in already
        ]
        if links and (len(links) > 1 or not already):
            made.append(Choices(str(TITLES[name]), links[:OFFERED], links[OFFERED:]))
    return made


def _called(name: str, value: str, language: str) -> str:
    """Return a value in words."""
    if name == "kind":
        return labels.called(labels.KINDS, value)
    if name == "language":
        return labels.called(labels.LANGUAGES, value)
    if name == "state":
        return state_name(value, language)
    if name == "version":
        return str(VERSIONS.get(value, value))
    return value.removeprefix("uncac:") if name == "article" else value
