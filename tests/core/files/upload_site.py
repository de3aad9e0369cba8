"""Settings and addresses of a small site with one upload form, for the test in a browser; open to everybody."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

from comity.node.settings import *  # noqa: F403 (a site with most of the node's settings)
from comity.node.settings import INSTALLED_APPS as _APPS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.urls import URLPattern

INSTALLED_APPS = [app for app in _APPS if app not in {"comity.exchange", "comity.cases", "comity.node"}]
ROOT_URLCONF = "tests.core.files.upload_site"
WSGI_APPLICATION = None
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
COMITY_OPEN_URLS: tuple[str, ...] = ()
COMITY_ENROLMENT_URLS: tuple[str, ...] = ()
COMITY_SIGNED_IN_URLS: tuple[str, ...] = ()
COMITY_PROGRAM_URLS: dict[str, str] = {}

PAGE = """<!doctype html><html lang="en"><title>Upload</title><script src="/static/core/upload.js" defer></script>
<form method="post" enctype="multipart/form-data" data-upload="/up/" data-upload-waiting="Waiting"
 data-upload-failed="Stopped"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<input name="note" value="from the bank"><input type="file" name="file"><button>Send</button></form>"""


class Permission(StrEnum):
    UPLOAD = "t:upload"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.format(token=get_token(request)))


def done(request: HttpRequest, file_id: UUID) -> HttpResponse:
    from comity.core.files.models import StoredFile

    file = StoredFile.objects.get(pk=file_id)
    return JsonResponse({"sha256": file.sha256, "name": file.name, "note": request.GET["note"]})


def _admit(_actor: Any) -> None:
    """Let everybody in."""


def _attach(request: HttpRequest, *, actor: Any, file: Any, now: Any) -> str:
    del actor, now
    return f"/done/{file.pk}/?note={request.POST['note']}"


def __getattr__(name: str) -> list[URLPattern]:
    """Make the addresses when they are asked for: there are no models yet while this module is read as settings."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from comity.core.files.views import UploadDoor

    door = UploadDoor("up", "evidence", Permission.UPLOAD, _admit, _attach)
    return [path("", page), path("done/<uuid:file_id>/", done), *door.urls("up/")]
