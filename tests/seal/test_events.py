from __future__ import annotations

from comity.seal.events import OF_RECIPIENT, OF_SENDER, Event


def test_events_are_the_22_of_the_standard():
    assert len(Event) == 22
    assert Event("ContentConsignment") is Event.CONTENT_CONSIGNMENT


def test_events_have_a_label_each():
    assert len({event.label.en for event in Event}) == len({event.label.zh for event in Event}) == 22


def test_events_that_did_not_happen_are_adverse():
    adverse = {event.value for event in Event if event.adverse}
    assert adverse == {
        "SubmissionRejection", "RelayRejection", "RelayFailure", "NotificationForAcceptanceFailure",
        "ConsignmentRejection", "ContentConsignmentFailure", "ConsignmentNotificationFailure",
        "ContentHandoverFailure", "RelayToNonERDSFailure",
    }  # fmt: skip


def test_events_have_one_witness_at_most():
    assert not OF_SENDER & OF_RECIPIENT
