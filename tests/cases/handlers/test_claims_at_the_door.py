"""What a peer claims of an earlier letter, brought sealed and signed to the door that every peer uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from tests.builders.keys import NOW
from tests.builders.messages import a_request
from tests.builders.node_folder import use_node_folder
from tests.builders.packages import a_letter

from comity.cases.models import Case, CaseMove
from comity.core.jobs.worker import work_all
from comity.exchange.models import InboxItem
from comity.wire.kinds import dump
from comity.wire.request_parts import Earlier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.nodes import RemoteNode


@pytest.fixture
def remote(tmp_path: Path, settings: SettingsWrapper, db: None) -> Iterator[RemoteNode]:
    """XA, which this process knows as XB, at a fixed time."""
    del db
    from tests.builders.nodes import RemoteNode, pinned

    with time_machine.travel(NOW, tick=False):
        use_node_folder(settings, tmp_path / "xb", "xb")
        pinned("xa", now=NOW)
        yield RemoteNode(NOW)


def bring(remote: RemoteNode, earlier: Earlier) -> InboxItem:
    request = a_request(earlier=earlier)
    posted = remote.pack(request, letter=a_letter(dump(request)))
    assert remote.post(Client(), posted).status_code == 200
    work_all(NOW)
    return InboxItem.objects.get(message_id=posted.message_id)


def test_a_claim_is_kept_and_joins_nothing_by_itself(remote: RemoteNode) -> None:
    """Also where it names the number of a case that another authority made."""
    claim = Earlier(left_on="2026-02-01", channel="post", reference="XB/2026/000001")
    item = bring(remote, claim)
    assert (item.state, item.code) == ("handed_over", "")
    move = CaseMove.objects.get()
    assert (move.outcome, move.ours, move.former_id) == ("", False, None)
    assert Case.objects.get().registered_at is None


@pytest.mark.parametrize("changes", [{"left_on": "2026-03-20"}, {"left_on": "9999-12-31"}])
def test_a_letter_of_the_future_is_refused_and_leaves_no_case(remote: RemoteNode, changes: dict[str, Any]) -> None:
    item = bring(remote, Earlier(**({"channel": "post", "reference": "1"} | changes)))
    assert (item.state, item.code) == ("failed", "E_MESSAGE")
    assert not Case.objects.exists()
    assert not CaseMove.objects.exists()
