"""Language, time zone and frame of every page."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation

from comity.core.actors import actor_of
from comity.core.menu import entries_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class InterfaceMiddleware:
    """Activates the officer's own language and time zone; before sign-in, the cookie's or the browser's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate, answer, name the language of the answer."""
        with translation.override(language_of(request)), timezone.override(zone_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def language_of(request: HttpRequest) -> str:
    """Return the language of the page: the officer's, if it is offered, else what the request asks for."""
    offered = dict(settings.LANGUAGES)
    user = request.user
    if user.is_authenticated and user.language in offered:
        return user.language
    asked = translation.get_language_from_request(request)
    return asked if asked in offered else settings.LANGUAGE_CODE


def zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo:
    """Return the officer's time zone, else the node's."""
    name = getattr(request.user, "time_zone", "") or settings.TIME_ZONE
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def interface(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the frame shows: authority, navigation, languages, direction."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "authority": settings.NODE.name_in(language),
        "our_state": settings.NODE.state,
        "menu": entries_for(request),
        "actor": actor_of(request),
        "page_language": language,
        "page_direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": [
            (tag, translation.get_language_info(tag)["name_local"], tag == language) for tag, _ in settings.LANGUAGES
        ],
    }
