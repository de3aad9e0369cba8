"""What all views share: the door, the answer to a refusal, the way on."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from comity.cases.errors import REFUSALS, sentence
from comity.cases.queries import doors
from comity.core import access
from comity.core.actors import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django import forms
    from django.http.response import HttpResponseBase

    from comity.cases.access import Permission
    from comity.cases.models import Case


def casework(*permissions: Permission) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Mark a view with what it needs. What is outside the actor's reach is not there: 404.

    A refusal that the view did not answer itself is told above the page the reader comes back to.
    """

    def mark(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, **kwargs)
            except ObjectDoesNotExist:
                raise Http404 from None
            except REFUSALS as error:
                if request.method != "POST":
                    raise
                messages.error(request, sentence(error))
                return redirect(request.path)

        return access.needs(*permissions)(guarded)

    return mark


def visible_case(request: HttpRequest, case_id: UUID) -> Case:
    """Return a case within the reader's reach; Case.DoesNotExist otherwise."""
    return doors.cases_visible_to(actor_of(request)).get(pk=case_id)


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


def our_state() -> str:
    """Return the code of the State this node works for."""
    return str(settings.NODE.state)


def our_name(language: str) -> str:
    """Return the name of our authority in a language."""
    return str(settings.NODE.name_in(language))
