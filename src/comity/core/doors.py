"""The middleware before every view: signed in, with a second factor, and allowed to be here at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url

from comity.core import access, problems
from comity.core.actors import actor_of
from comity.core.moves import MoveError
from comity.core.pages import errors
from comity.core.prepared import Prepared
from comity.core.programs import door as program_door
from comity.kernel.graph import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_FACTOR = Prepared(lambda user: Authenticator.objects.filter(user_id=user, type__in=STRONG).values_list("pk")[:1])


class AccessMiddleware:
    """Deny by default.

    Steps: 1 open, 2 a program or a session, 3 signed in, 4 enrolling, 5 second factor, 6 one's own, 7 permission.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the view behind the door."""
        return self.get_response(request)

    def process_view(  # noqa: PLR0911 (one return for each door)
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Return an answer instead of the view's where the view may not run."""
        del args, kwargs
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in settings.COMITY_OPEN_URLS:
            return None
        if name in settings.COMITY_PROGRAM_URLS:
            return program_door.enter(request, has_second_factor) or _permitted(request, view, problems.denied)
        if not request.user.is_authenticated:
            return _sign_in(request)
        if name in settings.COMITY_ENROLMENT_URLS:
            return None
        if not has_second_factor(request):
            return redirect("mfa_index")
        if name in settings.COMITY_SIGNED_IN_URLS:
            return None
        return _permitted(request, view, partial(errors.denied, request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 403 with the reason where an action refused, and 409 where somebody else was faster."""
        if isinstance(exception, access.AccessDenied):
            return errors.denied(request, exception.denied)
        if isinstance(exception, GraphError | MoveError):
            return errors.overtaken(request)
        return None


def _permitted(
    request: HttpRequest, view: Callable[..., Any], refuse: Callable[[access.Denied], HttpResponse]
) -> HttpResponse | None:
    """Return None where the reader has one of the permissions that the view declares, else the refusal."""
    permissions = getattr(view, access.NEEDS, None)
    if not permissions:
        raise ImproperlyConfigured(f"the view of {request.path} declares no permission")
    decisions = [access.decide(actor_of(request), permission) for permission in permissions]
    if any(decisions):
        return None
    return refuse(next(decision for decision in decisions if isinstance(decision, access.Denied)))


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether the officer has set up an authenticator app or a passkey."""
    return _FACTOR.first(user=request.user.pk) is not None


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page, and back only where a page was asked for."""
    if request.method not in {"GET", "HEAD"} or request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return response
    return redirect_to_login(request.get_full_path())
