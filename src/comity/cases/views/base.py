"""What all views share: the door, the answer to a refusal, the way on."""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.access import Permission
from comity.cases.errors import REFUSALS, sentence
from comity.cases.models import Case
from comity.cases.queries import doors, house
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.core.pages import errors
from comity.core.snapshot import one_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django import forms
    from django.http.response import HttpResponseBase

    from comity.kernel.errors import ComityError

READING = frozenset({"GET", "HEAD"})


def casework(
    *permissions: Permission, when: Callable[[str], None] | None = None, recorded: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Mark a view with what it needs, of which one is enough, and with the steps in which it can be used.

    What is outside the actor's reach is not there: 404. Within reach the permission is asked for the case itself
    before the view runs (403), and a page of an act is not shown while its act is not possible (409). Whatever
    refuses, the answer says what, why and who acts next. A page that is only looked at shows the case as of one moment.

    Args:
        permissions: what the reader needs for the case.
        when: raises a refusal for a step of the case in which the page has no use.
        recorded: that somebody looked is itself written down, so the view cannot run where nothing can be written.
    """

    def mark(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            try:
                case = _within_reach(request, kwargs.get("case_id"))
                if case is not None:
                    _require_one(request, case, permissions)
                    if when is not None and request.method != "POST":
                        when(case.step)
                return view(request, **kwargs)
            except ObjectDoesNotExist:
                raise Http404 from None
            except access.AccessDenied as error:
                return refused(request, kwargs.get("case_id"), error)
            except REFUSALS as error:
                return refused(request, kwargs.get("case_id"), error)

        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            with one_moment() if request.method in READING and not recorded else nullcontext():
                return answered(request, **kwargs)

        return access.needs(*permissions)(guarded)

    return mark


def _within_reach(request: HttpRequest, case_id: UUID | None) -> Case | None:
    """Return the case of the page, looked up once a request; None where the reader reaches no more than a measure."""
    if case_id is None:
        return None
    case = doors.visible_case(actor_of(request), case_id)
    vars(request)["comity_case"] = case  # kept for `visible_case`
    return case


def _require_one(request: HttpRequest, case: Case, permissions: tuple[Permission, ...]) -> None:
    actor = actor_of(request)
    if not any(access.may(actor, one, case) for one in permissions):
        access.require(actor, permissions[0], case)


def visible_case(request: HttpRequest, case_id: UUID) -> Case:
    """Return a case within the reader's reach; Case.DoesNotExist otherwise."""
    found: Case | None = getattr(request, "comity_case", None)
    if found is not None and found.pk == case_id:
        return found
    found = doors.visible_case(actor_of(request), case_id)
    if found is None:
        raise Case.DoesNotExist
    return found


def refused(request: HttpRequest, case_id: UUID | None, error: ComityError) -> HttpResponse:
    """Answer a refusal: 403 where the reader may not, else 409; on a page of the case where the reader may see it."""
    if isinstance(error, access.AccessDenied):
        status, heading, detail = 403, _("You may not do this"), str(error.denied.reason)
        article = error.denied.article
    else:
        status, heading, detail, article = 409, _("This is not possible now"), sentence(error), ""
    case = None
    if case_id is not None:
        case = doors.visible_case(actor_of(request), case_id)
    if case is None or not access.may(actor_of(request), Permission.REQUEST_READ, case):
        return errors.page(request, status, heading, detail, article=article)
    page = case_frame(request, case, refusal=heading, why=detail, article_of_refusal=article)
    return render(request, "cases/refused.html", page, status=status)


def tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it; a refusal becomes an error of the form, so that nothing typed is lost. Returns whether it was done."""
    try:
        act()
    except REFUSALS as error:
        form.add_error(None, sentence(error))
        return False
    return True


def done(request: HttpRequest, text: object, url: str, *args: Any) -> HttpResponse:
    """Say what was done, and go on."""
    messages.success(request, str(text))
    return redirect(url, *args)


FILLED = {
    "requested.authority": gettext_lazy("its central authority"),
    "requested.languages": gettext_lazy("the languages it accepts"),
    "translation.language": gettext_lazy("the language of the translation"),
}


def told_filled(request: HttpRequest, places: Sequence[str]) -> None:
    """Say what was filled from the directory, if anything."""
    if places:
        names = _(", ").join(str(FILLED[place]) for place in places)
        messages.info(
            request,
            _("Filled from the directory: %(names)s. Change it where it does not fit.") % {"names": names},
        )


def our_state() -> str:
    """Return the code of the State this node works for."""
    return str(settings.NODE.state)


def our_name(language: str) -> str:
    """Return the name of our authority in a language."""
    return house.sender(language)[0]
