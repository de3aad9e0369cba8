"""How rows are named where a log, an error or the admin names one: enough to find it, and nothing of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from comity.exchange import alarms, chains, directories, editions, joins
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import Contact, Peer, PeerChange
from comity.kernel.ids import new_id
from tests.builders.directories import key_file
from tests.builders.keys import NOW
from tests.exchange.directory_fixtures import ada, directory, hana, hub, url
from tests.exchange.test_erasing import SECRET, came, posted, sent

if TYPE_CHECKING:
    from django.test import Client

    from comity.core.actors import Actor
    from comity.exchange.models import Directory
    from tests.builders.nodes import RemoteNode

__all__ = ["ada", "directory", "hana", "hub", "url"]  # fixtures


def test_every_row_has_a_name_that_says_nothing_of_a_case(
    peer: Peer, remote: RemoteNode, line: Client, directory: Directory, ada: Actor
):
    case = new_id()
    sent(peer, remote, line, case)
    came(remote, line, case)
    posted(case)
    Contact.objects.get_or_create(peer=peer)
    alarm = chains.raise_alarm(peer, "E_HEAD_BACK", evidence=b"{}", sha256="ab" * 32, message_id=None, now=NOW)
    assert alarm is not None
    alarms.write_finding(actor=ada, alarm_id=alarm.pk, text=SECRET, now=NOW)
    ministry = add_letter_peer(actor=ada, about=LetterPeer(state="XA", names={"en": "Ministry of XA"}), now=NOW)
    joins.propose_join(actor=ada, letter_id=ministry.pk, node_id="xa", now=NOW)
    directories.look(directory, now=NOW)
    directories.raise_alarm(directory, "E_DIRECTORY_BACK", about="", detail=SECRET, now=NOW)
    editions.propose_source(actor=ada, raw=key_file("stranger"), url="https://hub.example", now=NOW)
    for model in apps.get_app_config("exchange").get_models():
        rows = list(model._default_manager.all())
        assert rows, f"no row of {model.__name__}"
        for row in rows:
            assert SECRET not in str(row)
            assert 0 < len(str(row)) <= 120
            assert "object (" not in str(row)


def test_rows_of_one_kind_are_told_apart(peer: Peer, remote: RemoteNode, line: Client):
    case = new_id()
    sent(peer, remote, line, case)
    came(remote, line, case)
    for name in ("Blob", "ChainItem", "OutboxItem", "InboxItem", "Attachment", "InboxFile", "StoredReceipt"):
        rows = [str(one) for one in apps.get_model("exchange", name).objects.all()]
        assert len(set(rows)) == len(rows), name
    assert str(PeerChange.objects.get()) == "xa confirmed"
    assert str(peer) == "xa"
