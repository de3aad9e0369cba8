"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from comity.directory import fact_views, finder, treaties, views

app_name = "directory"

urlpatterns = [
    path("directory/", views.places, name="list"),
    path("directory/find/", finder.find, name="find"),
    path("directory/counts/", views.counts, name="counts"),
    path("directory/instruments/", treaties.instruments, name="instruments"),
    path("directory/instruments/<str:instrument>/", treaties.instrument, name="instrument"),
    path("directory/facts/", fact_views.facts, name="facts"),
    path("directory/facts/new/<str:sort>/", fact_views.fact_new, name="fact-new"),
    path("directory/facts/file/", fact_views.facts_file, name="facts-file"),
    path("directory/facts/facts.<str:ending>", fact_views.facts_export, name="facts-export"),
    path("directory/facts/<uuid:fact_id>/", fact_views.fact, name="fact"),
    path("directory/facts/<uuid:fact_id>/change/", fact_views.fact_change, name="fact-change"),
    path("directory/facts/<uuid:fact_id>/decide/", fact_views.fact_decide, name="fact-decide"),
    path("directory/authorities/<uuid:authority_id>/", views.authority, name="authority"),
    path("directory/authorities/<uuid:authority_id>/change/", views.authority_change, name="authority-change"),
    path("directory/authorities/<uuid:authority_id>/decide/", views.authority_decide, name="authority-decide"),
    path("directory/authorities/<uuid:authority_id>/confirm/", views.authority_confirm, name="authority-confirm"),
    path("directory/<str:place>/", views.place, name="place"),
    path("directory/<str:place>/new/", views.authority_new, name="authority-new"),
]
