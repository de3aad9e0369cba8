"""Two versions of a document, side by side or in one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.files.reader import read_file
from comity.core.parts import Link
from comity.library import labels, queries, read
from comity.library.access import Permission
from comity.library.actions import LIMIT
from comity.library.comparing import ChangeKind, beside, typography
from comity.library.entering import LAW
from comity.library.reading import read_bytes

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.library.comparing import Change
    from comity.library.models import Expression
    from comity.library.reading import Document

VIEWS: Final = ("beside", "inline")


@require_safe
@access.needs(Permission.VIEW)
def compare(request: HttpRequest, work_id: UUID, tongue: str, older: int, newer: int) -> HttpResponse:
    """Show what changed from one version to another; numbers, negations, names and citations are named first."""
    old, new = (queries.expression_of(work_id, tongue, one) for one in (older, newer))
    if old is None or new is None:
        raise Http404
    before, after = _document(old), _document(new)
    pairs = beside(before, after)
    chosen = request.GET.get("view", VIEWS[0])
    here = reverse("library:compare", args=[work_id, tongue, older, newer])
    context = {
        "page_title": _("Two versions of a document"),
        "old": old,
        "new": new,
        "old_named": read.named(old),
        "new_named": read.named(new),
        "old_url": read.address(old),
        "new_url": read.address(new),
        "direction": "rtl" if read.is_right_to_left(tongue) else "ltr",
        "pairs": [(at, pair, read.place_name(pair.where)) for at, pair in enumerate(pairs, 1)],
        "changes": _in_order([(at, one) for at, pair in enumerate(pairs, 1) for one in pair.changes]),
        "signs": [(read.place_name(one.where), one) for one in typography(before, after)],
        "inline": chosen == "inline",
        "views": [
            Link(_("Side by side"), here, current=chosen != "inline"),
            Link(_("In one text"), f"{here}?view=inline", current=chosen == "inline"),
        ],
    }
    return render(request, "library/compare.html", context)


def _document(expression: Expression) -> Document:
    raw = read_file(queries.read_from(expression).file, limit=LIMIT)
    return read_bytes(raw, law=expression.work.kind == LAW)


def _in_order(changes: list[tuple[int, Change]]) -> list[tuple[int, Change, str, str]]:
    order = list(ChangeKind)
    found = sorted(changes, key=lambda one: order.index(one[1].kind))
    return [(at, one, labels.called(labels.CHANGES, one.kind), read.place_name(one.paragraph)) for at, one in found]
