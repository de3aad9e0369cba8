"""Errors as programs read them: problem details (RFC 9457), with title and detail in the reader's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from comity.core.access import Denied

MEDIA_TYPE: Final = "application/problem+json"


def problem(status: int, title: str, detail: str, *, code: str, **more: Any) -> HttpResponse:
    """Return an answer that says what happened, why and what to do; `code` is the same in every language."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def denied(reason: Denied) -> HttpResponse:
    """403: inside the reader's reach, but not permitted; with the reason."""
    more = {"article": reason.article} if reason.article else {}
    return problem(403, _("You may not do this"), str(reason.reason), code="E_ACCESS", **more)


def not_allowed(allowed: str) -> HttpResponse:
    """405: the address is there, but is asked in another way; `allowed` lists the ways."""
    detail = _("This address answers to %(methods)s alone.") % {"methods": allowed}
    answer = problem(405, _("Not in this way"), detail, code="E_METHOD")
    answer.headers["Allow"] = allowed
    return answer
