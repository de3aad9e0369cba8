"""The door of the interface for programs: a token in the header, or an officer's own session.

Steps: 1 a token that is not known, has run out or was ended is refused, and who tries many is stopped; 2 without a
token there must be a session with a second factor, and what it sends must come from a page of ours; 3 nobody asks more
often than the node's setting allows. Answers are problem details (RFC 9457).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from comity.core.actors import Actor, actor_of, set_actor
from comity.core.problems import problem
from comity.core.programs.actions import mark_used
from comity.core.programs.queries import program_with
from comity.core.rates import is_too_often, is_too_often_by
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SCHEME: Final = "Bearer "
MINUTE: Final = 60
WRONG_TOKENS: Final = 20  # from one address within a minute


def enter(request: HttpRequest, has_second_factor: Callable[[HttpRequest], bool]) -> HttpResponse | None:
    """Return None where a program or an officer may go on to be asked for the permission, else the refusal."""
    given = request.headers.get("Authorization", "")
    refused = _by_token(request, given) if given else _by_session(request, has_second_factor)
    if refused is None and is_too_often_by(
        actor_of(request).subject, "api", most=settings.NODE.program_rate, seconds=MINUTE
    ):
        return _too_often()
    return refused


def _by_token(request: HttpRequest, given: str) -> HttpResponse | None:
    now = utc_now()
    program = program_with(given.removeprefix(SCHEME).strip(), now) if given.startswith(SCHEME) else None
    if program is not None:
        mark_used(program, now)
        set_actor(request, Actor.of_program(program))
        return None
    if is_too_often(request, "api-token", most=WRONG_TOKENS, seconds=MINUTE):
        return _too_often()
    return _unknown(_("The token is not known here, has run out or was ended. Ask an administrator for a new one."))


def _by_session(request: HttpRequest, has_second_factor: Callable[[HttpRequest], bool]) -> HttpResponse | None:
    if not request.user.is_authenticated or not has_second_factor(request):
        return _unknown(_("Send a token in the header “Authorization: Bearer …”, or sign in first."))
    if request.method not in {"GET", "HEAD"} and _is_forged(request):
        return problem(
            403,
            _("This was not sent from a page of this node"),
            _("Send the form token of the session in the header “X-CSRFToken”, or use a token for programs."),
            code="E_CSRF",
        )
    return None


def _is_forged(request: HttpRequest) -> bool:
    """Whether the form token of the session is missing: views of the interface are looked at here, not by Django."""

    def view(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(view).process_view(request, view, (), {}) is not None


def _unknown(detail: str) -> HttpResponse:
    answer = problem(401, _("You are not signed in"), detail, code="E_TOKEN")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _too_often() -> HttpResponse:
    answer = problem(
        429, _("Too many requests"), _("Wait a minute, then go on more slowly. Nothing is lost."), code="E_RATE"
    )
    answer.headers["Retry-After"] = str(MINUTE)
    return answer
