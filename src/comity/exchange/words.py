"""What the exchange writes into the audit log, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

AUDIT: Final[dict[str, Words]] = {
    "exchange.alarm.explained": _("Finding written about an alarm"),
    "exchange.alarm.finding_returned": _("Finding about an alarm returned by a second officer"),
    "exchange.alarm.raised": _("Alarm about a counterpart: signed items contradict one another"),
    "exchange.alarm.seen_to": _("Alarm seen to"),
    "exchange.chain.begun_anew": _("New chain begun with a counterpart after a restore"),
    "exchange.contact.settled": _("Settled which side fetches messages"),
    "exchange.directory.alarm": _("Alarm about the key directory"),
    "exchange.directory.alarm_seen_to": _("Alarm about the key directory seen to"),
    "exchange.directory.declined": _("Root of a key directory declined by a second officer"),
    "exchange.directory.followed": _("Root of a key directory confirmed by a second officer"),
    "exchange.directory.left": _("Key directory followed no longer"),
    "exchange.directory.proposed": _("Root of a key directory brought"),
    "exchange.fetched": _("Messages and receipts fetched from a counterpart"),
    "exchange.join.confirmed": _("Authority by letter joined to its node by a second officer"),
    "exchange.join.declined": _("Joining of an authority by letter to a node declined"),
    "exchange.join.proposed": _("Authority by letter said to be reached by a node"),
    "exchange.media.read": _("Messages and receipts taken in from a medium"),
    "exchange.media.written": _("Messages and receipts written to a medium"),
    "exchange.message.consigned": _("Message arrived at the other node, not yet opened"),
    "exchange.message.expired": _("Envelope ended; the message is packed anew"),
    "exchange.message.failed": _("Message received could not take effect"),
    "exchange.message.handed_over": _("Message opened by the other node"),
    "exchange.message.held": _("Message received waits for an earlier one of its case"),
    "exchange.message.opened": _("Message received, opened and in effect"),
    "exchange.message.packed": _("Message sealed and signed"),
    "exchange.message.received": _("Message received and signed for"),
    "exchange.message.rejected": _("Message refused by the other node"),
    "exchange.message.sent": _("Sending begun"),
    "exchange.message.withdrawn": _("Message withdrawn before it was sent"),
    "exchange.peer.added_by_letter": _("Authority by letter added"),
    "exchange.peer.changed_by_letter": _("Authority by letter changed"),
    "exchange.peer.confirmed": _("Key file confirmed by a second officer"),
    "exchange.peer.declined": _("Key file declined by a second officer"),
    "exchange.peer.proposed": _("Key file of a counterpart brought"),
    "exchange.peer.resumed": _("Exchange with a counterpart resumed"),
    "exchange.source.believed": _("Keys of a hub confirmed by a second officer"),
    "exchange.source.brought": _("Edition of a hub's directory brought as a file and verified"),
    "exchange.source.declined": _("Keys of a hub declined by a second officer"),
    "exchange.source.distrusted": _("A hub that showed what an honest one never shows is believed no more"),
    "exchange.source.left": _("Directory of a hub taken no longer"),
    "exchange.source.proposed": _("Keys of a hub brought"),
    "exchange.source.taken_in": _("Rows of a hub's directory taken in, for a second officer to publish"),
    "exchange.peer.taken_over": _("Keys of a counterpart taken over from the key directory"),
    "exchange.peer.withdrawn": _("Keys of a counterpart withdrawn, as the key directory says"),
    "exchange.peer.suspended": _("Exchange with a counterpart suspended"),
}
