"""How two nodes reach one another, and when their words were last compared."""

from __future__ import annotations

from django.db import models

from comity.exchange.models.peers import Peer


class Contact(models.Model):
    """One row for a peer that fetches, is fetched from, or whose heads were compared. No row means nothing special."""

    peer = models.OneToOneField(Peer, on_delete=models.PROTECT, primary_key=True, related_name="contact")
    we_fetch = models.BooleanField(default=False)  # it cannot call us: we ask it for what waits
    they_fetch = models.BooleanField(default=False)  # it cannot be called: nothing is brought to it
    signed_at = models.DateTimeField(null=True)  # of our last statement to it
    heard_at = models.DateTimeField(null=True)  # when its last statement was signed, by its clock: none twice
    fetched_at = models.DateTimeField(null=True)  # when it last fetched, by our clock
    suspected = models.CharField(max_length=64, default="", blank=True)  # item that the last comparison found missing
    suspected_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)  # when heads were last compared, by our clock

    def __str__(self) -> str:
        return f"contact with {self.peer_id}"
