"""The queue of what the reader did not understand, and deciding one of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.moves import MoveError
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError
from comity.library import labels, queries, read, reviewing
from comity.library.access import Permission
from comity.library.errors import LibraryError
from comity.library.forms import ReviewForm

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from comity.library.models import Unresolved

PAGE: Final = 50


@require_safe
@access.needs(Permission.REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """List what waits for a person, the oldest first."""
    page = Paginator(queries.waiting(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("What was not understood"),
        "page": page,
        "rows": [_row(one) for one in page],
        "decided": [(_row(one), one) for one in queries.decided()[:PAGE]],
    }
    return render(request, "library/review.html", context)


def _row(one: Unresolved) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "said": labels.called(labels.DOUBTS, one.code),
        "text": one.text,
        "language": one.expression.language,
        "document": one.expression.work.symbol or one.expression.title,
        "where": read.place_name(one.where),
        "url": read.address(one.expression, one.paragraph.key if one.paragraph else ""),
        "decision": labels.called(labels.DECISIONS, one.state),
        "answer": labels.called(labels.PIECES, one.answer) if one.state == "corrected" else one.answer,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.REVIEW)
def unresolved(request: HttpRequest, unresolved_id: int) -> HttpResponse:
    """Show one piece in its place, and decide what it is."""
    found = queries.unresolved(unresolved_id)
    if found is None:
        raise Http404
    form = ReviewForm(request.POST or None, own=reviewing.is_own_piece(found), numbers=queries.numbers_in(found))
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.decide_unresolved(
                actor=actor_of(request), unresolved_id=found.pk, decision=form.cleaned_data["decision"],
                answer=form.answer, reason=form.cleaned_data["reason"], now=utc_now(),
            )  # fmt: skip
        except (GraphError, MoveError):
            messages.error(request, _("Nothing was changed: somebody else decided this already."))
            return redirect("library:review")
        except LibraryError as problem:  # it was read again since the page was opened
            form.add_error(None, problem.text.get(get_language() or "en"))
        else:
            messages.success(request, _("Decided. The piece stays in its place in the document."))
            return redirect("library:review")
    context = {
        "page_title": _("A piece that was not understood"),
        "one": found,
        "row": _row(found),
        "around": queries.around(found),
        "earlier": _row(found.earlier) if found.earlier else None,
        "read_as": labels.called(labels.READ_AS, found.read_as),
        "later": queries.decided_again(found),
        "direction": "rtl" if read.is_right_to_left(found.expression.language) else "ltr",
        "form": form if found.state == "waiting" else None,
    }
    return render(request, "library/unresolved.html", context)
