"""Answers to peers: JSON, no cookies, no caching, a coded refusal for whatever goes wrong."""

from __future__ import annotations

import traceback
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from comity.exchange.errors import ExchangeError
from comity.kernel import strictjson
from comity.kernel.errors import ComityError
from comity.kernel.languages import LANGUAGES
from comity.wire.refusals import dump_refusal, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponseBase

JSON: Final = "application/json"

log = structlog.get_logger("comity.exchange")


def answer(body: dict[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a JSON answer."""
    return HttpResponse(strictjson.dumps(body), status=status, content_type=JSON, headers=headers)


def refuse(request: HttpRequest, error: ComityError) -> HttpResponse:
    """Return a coded refusal; the log holds the code and the address called, never what was sent."""
    refusal = refusal_of(error.code)
    log.info("exchange.refused", code=error.code, status=refusal.status, path=request.path_info[:40])
    receipt = error.receipt if isinstance(error, ExchangeError) else ""
    body = dump_refusal(error.code, _language(request), receipt=receipt)
    return HttpResponse(body, status=refusal.status, content_type=JSON)


def endpoint(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Make a view for peers: these methods alone, no form token, every error of ours a coded refusal.

    Whatever else goes wrong is `E_INTERNAL`: the peer tries again later, and the log says what it was.
    """

    def make(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                _demand_method(request, methods)
                response: HttpResponseBase = view(request, *args, **kwargs)
            except ComityError as error:
                response = refuse(request, error)
            except Exception as error:  # noqa: BLE001 (a peer never sees a traceback)
                log.error("exchange.internal", error=type(error).__name__, at=_place(error))  # noqa: TRY400 (see `_place`)
                response = refuse(request, ExchangeError("E_INTERNAL", type(error).__name__, permanent=False))
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return make


def _place(error: Exception) -> str:
    """Return where an error arose. A traceback with its values could show what was sent, and is never logged."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


def _demand_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise ExchangeError("E_METHOD", "another method")


def _language(request: HttpRequest) -> str:
    """Return the first language asked for that refusals are written in."""
    for one in request.headers.get("Accept-Language", "").lower().split(",")[:10]:
        tag = one.split(";")[0].strip()
        if tag in LANGUAGES or tag.split("-")[0] in {known.split("-")[0] for known in LANGUAGES}:
            return tag
    return "en"
