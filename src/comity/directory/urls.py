"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from comity.directory import finder, treaties, views

app_name = "directory"

urlpatterns = [
    path("directory/", views.places, name="list"),
    path("directory/find/", finder.find, name="find"),
    path("directory/counts/", views.counts, name="counts"),
    path("directory/instruments/", treaties.instruments, name="instruments"),
    path("directory/instruments/<str:instrument>/", treaties.instrument, name="instrument"),
    path("directory/authorities/<uuid:authority_id>/", views.authority, name="authority"),
    path("directory/authorities/<uuid:authority_id>/change/", views.authority_change, name="authority-change"),
    path("directory/authorities/<uuid:authority_id>/decide/", views.authority_decide, name="authority-decide"),
    path("directory/authorities/<uuid:authority_id>/confirm/", views.authority_confirm, name="authority-confirm"),
    path("directory/<str:place>/", views.place, name="place"),
    path("directory/<str:place>/new/", views.authority_new, name="authority-new"),
]
