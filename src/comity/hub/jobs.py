"""The work of the hub: signing anew what is newest, before it runs out."""

from __future__ import annotations

from datetime import timedelta

from comity.core.jobs.registry import periodic
from comity.hub import directory, editions, offering, stating, trees
from comity.kernel.clock import utc_now


@periodic("hub.renew", every=timedelta(minutes=15))
def renew() -> None:
    """Renew the time stamp when half of its life is over."""
    repository, now = directory.repository(), utc_now()
    if repository.exists and repository.read().timestamp.signed.expires < now + repository.lives.timestamp / 2:
        repository.renew(directory.online_key(), now=now)


@periodic("hub.editions", every=timedelta(minutes=15))
def publish_authorities() -> None:
    """Publish the directory of authorities anew where it changed, or before nodes would miss it."""
    editions.publish(utc_now())


@periodic("hub.channel-tree", every=timedelta(minutes=15))
def renew_channel_tree() -> None:
    """Sign the decision tree anew when half of its life is over."""
    trees.renew(now=utc_now())


@periodic("hub.library", every=timedelta(minutes=1), limit=timedelta(minutes=30))
def pass_documents_on() -> None:
    """List what was loaded for the nodes, and sign the list anew, where this hub passes documents on."""
    if offering.is_on() and directory.repository().exists:
        offering.bring_up_to_date(now=utc_now())


@periodic("hub.statements", every=timedelta(minutes=15))
def state_laws() -> None:
    """Say to nodes what is published of laws and digests, where this hub passes its library on."""
    if offering.is_on() and directory.repository().exists:
        stating.bring_up_to_date(now=utc_now())
