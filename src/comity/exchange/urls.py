"""Addresses of the exchange. Those for peers (`peer/`) need no sign-in: what they carry is signed."""

from __future__ import annotations

from django.urls import path

from comity.exchange.peer_api import views
from comity.exchange.views import alarms, directories, editions, joins
from comity.exchange.views import peers as pages

app_name = "exchange"

urlpatterns = [
    path("peer/v1/envelopes", views.envelopes, name="peer-envelopes"),
    path("peer/v1/envelopes/<uuid:message_id>/complete", views.complete, name="peer-complete"),
    path("peer/v1/items/<str:sha256>", views.items, name="peer-items"),
    path("peer/v1/receipts", views.receipts, name="peer-receipts"),
    path("peer/v1/outbox", views.outbox, name="peer-outbox"),
    path("peer/v1/heads", views.compare, name="peer-heads"),
    path("peers/", pages.peers, name="peers"),
    path("peers/new/", pages.peer_new, name="peer-new"),
    path("peers/by-letter/new/", pages.letter_peer_new, name="letter-peer-new"),
    path("peers/by-letter/<uuid:letter_peer_id>/", pages.letter_peer_change, name="letter-peer-change"),
    path("peers/by-letter/<uuid:letter_peer_id>/node/", joins.letter_peer_join, name="letter-peer-join"),
    path("peers/own-key-file/", pages.own_key_file, name="own-key-file"),
    path("peers/changes/<uuid:change_id>/", pages.peer_change, name="peer-change"),
    path("peers/alarms/", alarms.alarms, name="alarms"),
    path("peers/alarms/<uuid:alarm_id>/", alarms.alarm, name="alarm"),
    path("peers/alarms/<uuid:alarm_id>/evidence/", alarms.alarm_evidence, name="alarm-evidence"),
    path("peers/directory/", directories.directory, name="directory"),
    path("peers/directory/new/", directories.directory_new, name="directory-new"),
    path("peers/directory/look/", directories.directory_look, name="directory-look"),
    path("peers/directory/authorities/", editions.edition, name="edition"),
    path("peers/directory/authorities/new/", editions.edition_new, name="edition-new"),
    path("peers/directory/authorities/file/", editions.edition_file, name="edition-file"),
    path("peers/directory/authorities/look/", editions.edition_look, name="edition-look"),
    path("peers/directory/authorities/<uuid:source_id>/", editions.edition_change, name="edition-change"),
    path("peers/directory/authorities/<uuid:source_id>/take/", editions.edition_take, name="edition-take"),
    path("peers/directory/<uuid:directory_id>/", directories.directory_change, name="directory-change"),
    path("peers/directory/<uuid:directory_id>/leave/", directories.directory_leave, name="directory-leave"),
    path("peers/directory/alarms/<uuid:directory_alarm_id>/", directories.directory_alarm, name="directory-alarm"),
    path("peers/directory/nodes/<uuid:listed_id>/bring/", directories.directory_bring, name="directory-bring"),
    path("peers/<uuid:peer_id>/suspend/", pages.peer_suspend, name="peer-suspend"),
]
