"""How this authority writes its references and what stands above its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from comity.cases.letters.document import Head, Paper, Paragraph
from comity.cases.models import Letterhead, ReferenceScheme, ReferenceSeries
from comity.cases.numbering import Scheme

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def schemes() -> QuerySet[ReferenceScheme]:
    """Return every scheme that was set, newest first."""
    return ReferenceScheme.objects.select_related("set_by")


def scheme_in_force() -> Scheme:
    """Return how references are written now."""
    found = ReferenceScheme.objects.first()
    return found.scheme if found else Scheme()


@dataclass(frozen=True, slots=True)
class Sample:
    """The next references of a year, of requests that we make and that are made to us."""

    year: int
    outgoing: list[str]
    incoming: list[str]


def samples(scheme: Scheme, *, state: str, year: int) -> list[Sample]:
    """Return what the next references would look like this year and next: one query.

    What a list brought along or a draft took meanwhile is passed by, so the real next one may be higher.
    """
    last = dict(ReferenceSeries.objects.values_list("name", "last"))
    found = []
    used: dict[str, int] = dict(last)
    for one in (year, year + 1):
        written: dict[bool, list[str]] = {}
        for outgoing in (True, False):
            series = scheme.series(year=one, outgoing=outgoing)
            first = used.get(series, 0) + 1
            used[series] = first + 1
            written[outgoing] = [
                scheme.write(state=state, year=one, number=number, outgoing=outgoing) for number in (first, first + 1)
            ]
        found.append(Sample(one, written[True], written[False]))
    return found


def letterhead() -> Letterhead | None:
    """Return what stands above our papers now, or None where nothing was set."""
    return Letterhead.objects.select_related("set_by").first()


def sender(language: str) -> tuple[str, str]:
    """Return name and address of our authority as they stand on papers in a language."""
    found = letterhead()
    if found is None:
        return str(settings.NODE.name_in(language)), ""
    return (found.name_en, found.address_en) if language == "en" else (found.name_zh, found.address_zh)


def head_of(found: Letterhead | None, language: str) -> Head | None:
    """Return the emblem of a letterhead for a paper in a language, or None where it has none."""
    if found is None or not found.emblem_kind:
        return None
    name = found.name_en if language == "en" else found.name_zh
    with translation.override(language):
        return Head(bytes(found.emblem), found.emblem_kind, _("Emblem of %(name)s") % {"name": name})


def head(language: str) -> Head | None:
    """Return the emblem above our papers now."""
    return head_of(letterhead(), language)


def sample_paper(name: str, address: str, language: str, *, at: datetime) -> Paper:
    """Return a paper that shows what the letterhead looks like."""
    with translation.override(language):
        text = _("This is how your papers begin: letters to authorities without a node, cover notes and sheets.")
        return Paper(
            language=language, title=_("Sample"), reference="", date=at,
            place_date=formats.date_format(timezone.localdate(at)), sender=name, sender_address=address, addressee="",
            blocks=(Paragraph(text),), closing="", signatories=(), signature_note="", footer=_("Sample"),
        )  # fmt: skip
