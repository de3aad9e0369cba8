"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from comity.library.views import (
    comparing,
    digests,
    documents,
    exports,
    figures,
    home,
    laws,
    mirror,
    offers,
    review,
    saved,
    search,
)

app_name = "library"

urlpatterns = [
    path("library/", home.home, name="home"),
    path("library/new/", home.load, name="load"),
    path("library/search/", search.search_page, name="search"),
    path("library/export/kind/<str:of_kind>/", exports.export_kind, name="export-kind"),
    path("library/export/search/", exports.export_search, name="export-search"),
    path("library/searches/", saved.searches, name="searches"),
    path("library/searches/save/", saved.search_save, name="search-save"),
    path("library/searches/<uuid:search_id>/act/", saved.search_act, name="search-act"),
    path("library/symbol/<path:symbol>/", documents.by_symbol, name="by-symbol"),
    path("library/files/<uuid:manifestation_id>/", documents.original, name="original"),
    path("library/documents/<uuid:work_id>/", documents.work, name="work"),
    path("library/documents/<uuid:work_id>/<str:tongue>/<int:version>/", documents.document, name="document"),
    path(
        "library/documents/<uuid:work_id>/<str:tongue>/<int:version>/akoma-ntoso/",
        exports.akoma_ntoso,
        name="akoma-ntoso",
    ),
    path(
        "library/documents/<uuid:work_id>/<str:tongue>/compare/<int:older>/<int:newer>/",
        comparing.compare,
        name="compare",
    ),
    path("library/from-the-hub/", mirror.mirror, name="mirror"),
    path("library/review/", review.review, name="review"),
    path("library/review/<int:unresolved_id>/", review.unresolved, name="unresolved"),
    path("library/figures/", figures.figures, name="figures"),
    path("library/figures/export/", figures.figures_export, name="figures-export"),
    path("library/laws/", laws.laws, name="laws"),
    path("library/laws/new/", laws.law_new, name="law-new"),
    path("library/laws/<uuid:law_id>/", laws.law, name="law"),
    path("library/laws/<uuid:law_id>/new/", laws.law_version, name="law-version"),
    path("library/laws/<uuid:law_id>/said/", laws.law_said, name="law-said"),
    path("library/laws/<uuid:law_id>/offer/", offers.law_offer, name="law-offer"),
    path("library/digests/<uuid:digest_id>/offer/", offers.digest_offer, name="digest-offer"),
    path("library/digests/", digests.digests, name="digests"),
    path("library/digests/new/", digests.digest_new, name="digest-new"),
    path("library/digests/<uuid:digest_id>/", digests.digest, name="digest"),
    path("library/digests/<uuid:digest_id>/change/", digests.digest_change, name="digest-change"),
    path("library/digests/<uuid:digest_id>/act/", digests.digest_act, name="digest-act"),
]
