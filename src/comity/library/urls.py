"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from comity.library.views import comparing, documents, figures, home, review, search

app_name = "library"

urlpatterns = [
    path("library/", home.home, name="home"),
    path("library/new/", home.load, name="load"),
    path("library/search/", search.search_page, name="search"),
    path("library/symbol/<path:symbol>/", documents.by_symbol, name="by-symbol"),
    path("library/files/<uuid:manifestation_id>/", documents.original, name="original"),
    path("library/documents/<uuid:work_id>/", documents.work, name="work"),
    path("library/documents/<uuid:work_id>/<str:tongue>/<int:version>/", documents.document, name="document"),
    path(
        "library/documents/<uuid:work_id>/<str:tongue>/compare/<int:older>/<int:newer>/",
        comparing.compare,
        name="compare",
    ),
    path("library/review/", review.review, name="review"),
    path("library/review/<int:unresolved_id>/", review.unresolved, name="unresolved"),
    path("library/figures/", figures.figures, name="figures"),
    path("library/figures/export/", figures.figures_export, name="figures-export"),
]
