"""The addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from comity.hub import comment_views, library_views, offer_views, tree_views, views
from comity.hub import edition_views as editions
from comity.node.home import home

hub = (
    [
        # the key directory, at the address that nodes follow; what else begins so is the directory of authorities
        re_path(r"^directory/(?P<path>(?:metadata|targets)/.+)$", views.file, name="file"),
        path("directory/library/head.json", library_views.head, name="library-head"),
        path("directory/library/entries/<int:after>.jsonl", library_views.entries, name="library-entries"),
        path("directory/library/files/<str:sha256>", library_views.file, name="library-file"),
        path("authorities/", editions.edition, name="edition"),
        path("authorities/directory.json", editions.edition_file, name="edition-file"),
        path("authorities/directory.age", editions.edition_sealed, name="edition-sealed"),
        path("authorities/hub.json", editions.key_file, name="key-file"),
        path("directory/library/statements.json", library_views.statement_index, name="library-statements"),
        path("directory/library/statements/<str:sha256>", library_views.statement, name="library-statement"),
        path("offers/", offer_views.offers, name="offers"),
        path("offers/<uuid:offer_id>/", offer_views.offer, name="offer"),
        path("submissions/<uuid:submission_id>/comment/", comment_views.submission_comment, name="submission-comment"),
        path("offers/<uuid:offer_id>/comment/", comment_views.offer_comment, name="offer-comment"),
        path("passed-on/", library_views.passed_on, name="passed-on"),
        path("passed-on/<int:version_id>/", library_views.pass_on, name="pass-on"),
        path("directory/channels.json", tree_views.signed, name="tree-signed"),
        path("channel-trees/", tree_views.trees, name="trees"),
        path("channel-trees/<uuid:tree_id>/", tree_views.tree, name="tree"),
        path("channel-trees/<uuid:tree_id>/channels.toml", tree_views.tree_file, name="tree-file"),
        path("nodes/", views.nodes, name="nodes"),
        path("submissions/", views.submissions, name="submissions"),
        path("submissions/new/", views.submission_new, name="submission-new"),
        path("submissions/<uuid:submission_id>/", views.submission, name="submission"),
        path("editors/", views.editors, name="editors"),
        path("editors/<int:editor_id>/end/", views.editor_end, name="editor-end"),
        path("continuity/", views.continuity, name="continuity"),
    ],
    "hub",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("comity.core.urls")),
    path("", include("comity.library.urls")),
    path("", include(hub)),
    path("", include("comity.directory.urls")),
    path("api/v1/", include("comity.directory.api.urls")),
]

handler400 = "comity.core.pages.errors.bad_request"
handler403 = "comity.core.pages.errors.forbidden"
handler404 = "comity.core.pages.errors.not_found"
handler500 = "comity.core.pages.errors.server_error"
