"""Addresses of the exchange. Those for peers need no sign-in: what they carry is signed."""

from __future__ import annotations

from django.urls import path

from comity.exchange.peer_api import views

app_name = "exchange"

urlpatterns = [
    path("peer/v1/envelopes", views.envelopes, name="peer-envelopes"),
    path("peer/v1/envelopes/<uuid:message_id>/complete", views.complete, name="peer-complete"),
    path("peer/v1/items/<str:sha256>", views.items, name="peer-items"),
    path("peer/v1/receipts", views.receipts, name="peer-receipts"),
]
