"""The addresses for peers alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    del request
    return HttpResponse("ok")


urlpatterns = [path("healthz", healthz, name="healthz"), path("", include("comity.exchange.urls"))]
