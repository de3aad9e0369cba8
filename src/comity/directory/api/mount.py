"""The addresses of the interface for programs: each behind its permission, the description as JSON and nothing else."""

from __future__ import annotations

import json
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer

from comity.core import access
from comity.core.actors import Actor, actor_of
from comity.core.problems import MEDIA_TYPE, not_allowed
from comity.directory.access import Permission
from comity.directory.api import problems
from comity.directory.api.chinese import in_chinese
from comity.directory.api.operations import router
from comity.kernel import strictjson

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION: Final = "1.0.0"
PREFIX: Final = "api/v1/"
LARGEST_BODY: Final = 64 * 1024
NOT_ALLOWED: Final = 405
FIRST_ERROR: Final = 400
JSON: Final = "application/json"
NEEDED: Final[dict[str, Permission]] = {
    "states": Permission.API_VIEW,
    "authorities": Permission.API_VIEW,
    "legal-basis": Permission.API_LAW,
    "channel-tree": Permission.API_LAW,
    "channel-walk": Permission.API_LAW,
}


class StrictParser(Parser):
    """Reads a body as everything that enters a node is read."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object, or raise KernelError, which is answered with 400."""
        return strictjson.loads_object(request.body, limit=LARGEST_BODY)


class ProgramToken(HttpBearer):
    """A token for programs. The door before the view has looked at it; here it only stands in the description."""

    openapi_name = "ProgramToken"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the program that the door let in."""
        del token
        return actor_of(request) if actor_of(request).is_program else None


class OfficerSession(APIKeyCookie):
    """An officer's session in a browser, looked at by the same door."""

    openapi_name = "OfficerSession"

    def __init__(self) -> None:
        from django.conf import settings  # noqa: PLC0415 (known once Django is set up)

        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the officer that the door let in."""
        del key
        return actor_of(request) if actor_of(request).is_officer else None


@cache
def api() -> NinjaAPI:
    """Return the interface; made once."""
    made = NinjaAPI(
        title="Comity: interface for programs",
        version=VERSION,
        description="Read only. See docs/api.md.",
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
        auth=[ProgramToken(), OfficerSession()],
    )
    problems.add_to(made)
    made.add_router("", router)
    return made


def description(language: str = "en") -> dict[str, Any]:
    """Return the description of the interface (OpenAPI 3.1) in English or Chinese."""
    with override("en"):
        made = dict(api().get_openapi_schema(path_prefix=f"/{PREFIX}"))
    for ways in made["paths"].values():
        for operation in ways.values():
            operation["responses"] = {
                str(code): _as_answered(code, one) for code, one in operation["responses"].items()
            }
    return in_chinese(made) if language.startswith("zh") else made


def _as_answered(status: int, response: dict[str, Any]) -> dict[str, Any]:
    """Return what is declared of an answer, an error under the media type by which it is given."""
    media = MEDIA_TYPE if status >= FIRST_ERROR else JSON
    return response | {"content": {media: response["content"][JSON]}}


@require_safe
@access.needs(Permission.API_VIEW)
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description as JSON, in the language of the answer."""
    del request
    return HttpResponse(_written(get_language() or "en"), content_type=JSON)


@cache
def _written(language: str) -> bytes:
    """Return the description as it is given; nothing in it changes while a process lives."""
    return json.dumps(description(language), ensure_ascii=False).encode()


def _behind(view: Callable[..., Any], permission: Permission) -> Callable[..., Any]:
    """Return a view that the door asks for its permission; sessions are guarded against forged forms there as well."""

    @csrf_exempt
    @access.needs(permission)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = view(request, *args, **kwargs)
        return not_allowed(answer.headers["Allow"]) if answer.status_code == NOT_ALLOWED else answer

    return guarded


def patterns() -> list[URLPattern]:
    """Return the addresses, below `PREFIX`."""
    named = {str(one.name): one for one in api().urls[0] if isinstance(one, URLPattern)}
    return [
        path("openapi.json", openapi, name="openapi"),
        *(
            URLPattern(named[name].pattern, _behind(named[name].callback, permission), name=name)
            for name, permission in NEEDED.items()
        ),
    ]
