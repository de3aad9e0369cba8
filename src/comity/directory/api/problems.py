"""What goes wrong in the interface for programs, as problem details in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import SuspiciousOperation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from comity.core import access, problems
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI

    from comity.core.parts import Words

# what pydantic calls a mistake -> what is said of it; everything else is of the wrong form
WRONG: Final[dict[str, Words]] = {
    "missing": gettext_lazy("is missing"),
    "extra_forbidden": gettext_lazy("is not known; leave it out"),
    "string_too_long": gettext_lazy("is too long"),
    "too_long": gettext_lazy("has too many items"),
}
OTHERWISE: Final[Words] = gettext_lazy("is not of the form that the description of the interface gives")


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    wrong = [
        {"where": ".".join(str(part) for part in one["loc"])[:200], "what": str(WRONG.get(one["type"], OTHERWISE))}
        for one in error.errors
    ]
    return problems.problem(
        422,
        _("The question cannot be read"),
        _("Put right what is named under “errors” and ask again. The description is at “openapi.json”."),
        code="E_QUESTION",
        errors=wrong,
    )


def _no_json(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return problems.problem(
        400,
        _("The body is not JSON"),
        _("Send one JSON object in UTF-8, of at most 64 KiB, each key once, without fractions of numbers."),
        code="E_SYNTAX",
    )


def _suspicious(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return problems.problem(
        400,
        _("The question cannot be read"),
        _("It has more parameters than this node reads. Ask again with those that “openapi.json” describes."),
        code="E_SYNTAX",
    )


def _against_a_rule(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    text = error.text.get(get_language() or "en").format(**error.params)
    more = {"article": error.article} if error.article else {}
    return problems.problem(422, _("The question cannot be answered"), text, code=error.code, **more)


def _denied(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    return problems.denied(error.denied)


def add_to(api: NinjaAPI) -> None:
    """Answer everything that can go wrong in this form."""
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _no_json)
    api.add_exception_handler(SuspiciousOperation, _suspicious)
    api.add_exception_handler(RuleViolation, _against_a_rule)
    api.add_exception_handler(access.AccessDenied, _denied)
