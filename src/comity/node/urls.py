"""The addresses of a node. Each app brings its own; what needs no sign-in stands in `open_urls`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from comity.node.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("comity.core.urls")),
    path("", include("comity.directory.urls")),
    path("api/v1/", include("comity.directory.api.urls")),
    path("", include("comity.library.urls")),
    path("", include("comity.exchange.urls")),
    path("", include("comity.cases.urls")),
]

handler400 = "comity.core.pages.errors.bad_request"
handler403 = "comity.core.pages.errors.forbidden"
handler404 = "comity.core.pages.errors.not_found"
handler500 = "comity.core.pages.errors.server_error"
