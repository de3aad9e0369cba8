"""The events that a receipt can witness: the vocabulary of ETSI EN 319 522, and nothing beside it."""

from __future__ import annotations

from enum import StrEnum

from comity.kernel.languages import Text


class Event(StrEnum):
    """What happened to a message, in the words of ETSI EN 319 522-3."""

    SUBMISSION_ACCEPTANCE = "SubmissionAcceptance"
    SUBMISSION_REJECTION = "SubmissionRejection"
    RELAY_ACCEPTANCE = "RelayAcceptance"
    RELAY_REJECTION = "RelayRejection"
    RELAY_FAILURE = "RelayFailure"
    NOTIFICATION_FOR_ACCEPTANCE = "NotificationForAcceptance"
    NOTIFICATION_FOR_ACCEPTANCE_FAILURE = "NotificationForAcceptanceFailure"
    CONSIGNMENT_ACCEPTANCE = "ConsignmentAcceptance"
    CONSIGNMENT_REJECTION = "ConsignmentRejection"
    ACCEPTANCE_REJECTION_EXPIRY = "AcceptanceRejectionExpiry"
    CONTENT_CONSIGNMENT = "ContentConsignment"
    CONTENT_CONSIGNMENT_FAILURE = "ContentConsignmentFailure"
    CONSIGNMENT_NOTIFICATION = "ConsignmentNotification"
    CONSIGNMENT_NOTIFICATION_FAILURE = "ConsignmentNotificationFailure"
    CONTENT_HANDOVER = "ContentHandover"
    CONTENT_HANDOVER_FAILURE = "ContentHandoverFailure"
    CONTENT_ACCESS_TRACKING = "ContentAccessTracking"
    NOTIFICATION_DELIVERED = "NotificationDelivered"
    NOTIFICATION_ACCESS_TRACKING = "NotificationAccessTracking"
    RELAY_TO_NON_ERDS = "RelayToNonERDS"
    RELAY_TO_NON_ERDS_FAILURE = "RelayToNonERDSFailure"
    RECEIVED_FROM_NON_ERDS = "ReceivedFromNonERDS"

    @property
    def label(self) -> Text:
        """The event in words."""
        return _LABELS[self]

    @property
    def adverse(self) -> bool:
        """Whether it witnesses that something did not happen, so that a receipt owes a reason code."""
        return self.value.endswith(("Rejection", "Failure"))


# What only the sending and only the receiving side can witness.
OF_SENDER = frozenset({Event.SUBMISSION_ACCEPTANCE})
OF_RECIPIENT = frozenset(
    {
        Event.CONSIGNMENT_ACCEPTANCE,
        Event.CONSIGNMENT_REJECTION,
        Event.CONTENT_CONSIGNMENT,
        Event.CONTENT_CONSIGNMENT_FAILURE,
        Event.CONTENT_HANDOVER,
        Event.CONTENT_HANDOVER_FAILURE,
        Event.CONTENT_ACCESS_TRACKING,
    }
)

_LABELS = {
    Event.SUBMISSION_ACCEPTANCE: Text(en="Accepted for sending", zh="已受理发送"),
    Event.SUBMISSION_REJECTION: Text(en="Refused for sending", zh="拒绝受理发送"),
    Event.RELAY_ACCEPTANCE: Text(en="Accepted by a relay", zh="中转方已接收"),
    Event.RELAY_REJECTION: Text(en="Refused by a relay", zh="中转方拒绝接收"),
    Event.RELAY_FAILURE: Text(en="Could not be relayed", zh="未能中转"),
    Event.NOTIFICATION_FOR_ACCEPTANCE: Text(en="The recipient was asked to accept", zh="已通知收件方受理"),
    Event.NOTIFICATION_FOR_ACCEPTANCE_FAILURE: Text(
        en="The recipient could not be asked to accept", zh="未能通知收件方受理"
    ),
    Event.CONSIGNMENT_ACCEPTANCE: Text(en="Taken by the competent authority", zh="主管机关已受理"),
    Event.CONSIGNMENT_REJECTION: Text(en="Declined by the competent authority", zh="主管机关不予受理"),
    Event.ACCEPTANCE_REJECTION_EXPIRY: Text(en="Neither taken nor declined in time", zh="逾期未受理亦未拒绝"),
    Event.CONTENT_CONSIGNMENT: Text(en="Arrived, whole, not yet opened", zh="已完整送达，尚未启封"),
    Event.CONTENT_CONSIGNMENT_FAILURE: Text(en="Did not arrive whole", zh="未能完整送达"),
    Event.CONSIGNMENT_NOTIFICATION: Text(en="The recipient was told of its arrival", zh="已通知收件方送达"),
    Event.CONSIGNMENT_NOTIFICATION_FAILURE: Text(
        en="The recipient could not be told of its arrival", zh="未能通知收件方送达"
    ),
    Event.CONTENT_HANDOVER: Text(en="Opened, checked and handed over", zh="已启封、核验并移交"),
    Event.CONTENT_HANDOVER_FAILURE: Text(en="Could not be handed over", zh="未能移交"),
    Event.CONTENT_ACCESS_TRACKING: Text(en="The content was looked at", zh="内容已被查阅"),
    Event.NOTIFICATION_DELIVERED: Text(en="A notification was delivered", zh="通知已送达"),
    Event.NOTIFICATION_ACCESS_TRACKING: Text(en="A notification was looked at", zh="通知已被查阅"),
    Event.RELAY_TO_NON_ERDS: Text(en="Handed over to another channel", zh="已转交其他渠道"),
    Event.RELAY_TO_NON_ERDS_FAILURE: Text(en="Could not be handed over to another channel", zh="未能转交其他渠道"),
    Event.RECEIVED_FROM_NON_ERDS: Text(en="Received by another channel", zh="经其他渠道收到"),
}
