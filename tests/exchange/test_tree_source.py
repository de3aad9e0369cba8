"""A node takes the decision tree of the hub whose directory it follows, over HTTP; what must not be used is named."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.officers.models import Officer
from comity.directory.channels import known_tree
from comity.directory.models import HubTree
from comity.directory.trees.signed import CODES, MAX_SIGNED
from comity.directory.trees.taking import SILENCE
from comity.directory.trees.words import WORDS
from comity.exchange import directories, jobs, splits, tree_source
from comity.exchange.directory_cache import roots_of
from comity.exchange.directory_words import words_for
from comity.exchange.models import Directory, DirectoryAlarm
from comity.exchange.tree_probes import tree as light
from comity.law.channels import shipped_tree
from comity.seal.keydirectory import holding
from comity.seal.statement import DirectoryHead
from tests.builders.channels import LIFE, AHubTree, a_tree
from tests.builders.keys import NOW
from tests.builders.people import signed_in
from tests.exchange.directory_fixtures import ada, directory, hana, hub, url, xa

if TYPE_CHECKING:
    from pathlib import Path

    from comity.core.actors import Actor
    from comity.exchange.models import Peer
    from tests.builders.directories import ADirectory

__all__ = ["ada", "directory", "hana", "hub", "url", "xa"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")  # the node under test is XB
HOUR = timedelta(hours=1)


@pytest.fixture
def tree(hub: ADirectory) -> AHubTree:
    """What the hub of the directory publishes, signed by the key that signs its time stamp."""
    return AHubTree(hub.folder, hub.online)


def trouble(directory: Directory) -> str:
    return tree_source.take(directory, now=NOW).trouble


def asked() -> tuple[str, str]:
    found = known_tree()
    return found.tree.version, found.source.value


def test_a_tree_comes_when_it_is_time_and_a_newer_one_takes_its_place(directory: Directory, tree: AHubTree):
    tree.publish(a_tree("hub-1"))
    jobs.look_at_channel_tree()
    assert asked() == ("hub-1", "hub")
    tree.publish(a_tree("hub-2"))
    assert tree_source.take_when_due(NOW) is None
    assert asked() == ("hub-1", "hub")
    looked = tree_source.take_when_due(NOW + HOUR)
    assert looked is not None
    assert (looked.trouble, looked.taken, asked()) == ("", "hub-2", ("hub-2", "hub"))
    assert AuditEntry.objects.filter(code="directory.tree.taken").count() == 2
    assert not DirectoryAlarm.objects.exists()


def test_the_same_tree_signed_anew_is_no_news(directory: Directory, tree: AHubTree):
    tree.publish(a_tree())
    assert trouble(directory) == ""
    tree.number -= 1
    tree.publish(a_tree(), ends=NOW + 2 * LIFE)
    assert tree_source.take(directory, now=NOW).taken == ""
    assert HubTree.objects.get().ends_at == NOW + 2 * LIFE
    assert AuditEntry.objects.filter(code="directory.tree.taken").count() == 1


@pytest.mark.parametrize(("text", "change", "code"), [
    (a_tree("hub-3"), {"number": 1}, "E_TREE_BACK"),
    (a_tree("hub-3"), {"number": 2}, "E_TREE_TWO"),
    (a_tree("hub-2").replace("haste", "hurry"), {}, "E_TREE_VERSION"),
    (a_tree("hub-3").replace('to = "post"', 'to = "nowhere"'), {}, "E_TREE_GRAPH"),
    (a_tree("hub-3").replace('to = "post"', 'to = "haste"'), {}, "E_TREE_GRAPH"),
    (a_tree("hub-3").replace('zh = "是否紧急？"', ""), {}, "E_TREE_GRAPH"),
    (a_tree("hub-3").replace('kind = "mla"', 'kind = "letters"'), {}, "E_TREE_GRAPH"),
    (a_tree("hub-3"), {"ends": NOW}, "E_TREE_FROZEN"),
    (a_tree("v" * 81), {}, "E_TREE_SYNTAX"),
    (a_tree("hub-3"), {"number": 2**31}, "E_TREE_SYNTAX"),
    (a_tree("hub-3\\u0000"), {}, "E_TREE_GRAPH"),  # PostgreSQL takes no such text, and would fail over it
    (a_tree("hub-3") + '"\\u0000" = 1', {}, "E_TREE_GRAPH"),
    (a_tree("hub-3") + "deep = " + "[" * 50_000, {}, "E_TREE_GRAPH"),
])  # fmt: skip
def test_what_must_not_be_used_is_named_and_the_tree_in_use_stays(
    directory: Directory, tree: AHubTree, text: str, change: dict[str, object], code: str
):
    tree.publish(a_tree("hub-1")).publish(a_tree("hub-2"))
    assert trouble(directory) == ""
    tree.publish(text, **change)
    assert (trouble(directory), asked()) == (code, ("hub-2", "hub"))
    assert DirectoryAlarm.objects.filter(code=code, about="channels").exists() is (code not in SILENCE)


def test_a_damaged_an_unsigned_and_a_foreign_tree_are_refused(directory: Directory, hub: ADirectory, tree: AHubTree):
    good = tree.publish(a_tree("hub-1")).read()
    assert trouble(directory) == ""
    for raw, code in (
        (good.replace(b'"sig":"', b'"sig":"0'), "E_TREE_SIGNATURE"),
        (good[:-20], "E_TREE_SYNTAX"),
        (a_tree("hub-2").encode(), "E_TREE_SYNTAX"),
        (b"x" * (MAX_SIGNED + 1), "E_TREE_SYNTAX"),
    ):
        tree.show(raw)
        assert (trouble(directory), asked()) == (code, ("hub-1", "hub"))
    for signer in (hub.holders[0], holding.new_key()):  # a key of the directory that does not sign for the hub; another
        AHubTree(hub.folder, signer, number=4).publish(a_tree("hub-2"))
        assert (trouble(directory), asked()) == ("E_TREE_SIGNATURE", ("hub-1", "hub"))
    tree.publish(a_tree("hub-2"))
    assert (trouble(directory), asked()) == ("", ("hub-2", "hub"))


def test_a_hub_that_is_away_changes_nothing(directory: Directory, tree: AHubTree):
    assert (trouble(directory), asked()) == ("E_TREE_NONE", (shipped_tree().version, "shipped"))
    assert light(NOW).state is Colour.GREEN
    tree.publish(a_tree("hub-1"))
    assert trouble(directory) == ""
    for address in ("http://127.0.0.1:9", "http://no-such-host.invalid"):
        Directory.objects.update(url=address)
        directory.refresh_from_db()
        assert (trouble(directory), asked()) == ("E_TREE_AWAY", ("hub-1", "hub"))
    assert not DirectoryAlarm.objects.exists()
    assert light(NOW).state is Colour.GREEN
    assert light(NOW + timedelta(days=2)).state is Colour.AMBER


def test_without_a_directory_none_is_asked_and_one_on_a_stick_gives_it(
    hub: ADirectory, tree: AHubTree, ada: Actor, hana: Actor, tmp_path: Path
):
    assert tree_source.take_when_due(NOW) is None
    assert light(NOW).state is Colour.GREEN
    found = directories.propose_directory(actor=ada, root=hub.root, url="", now=NOW)
    found = directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    assert tree_source.take_when_due(NOW) is None
    tree.publish(a_tree("hub-1"))
    hub.repository.mirror(tmp_path / "stick")
    assert tree_source.take(found, now=NOW, folder=tmp_path / "stick").taken == "hub-1"
    (tmp_path / "stick" / "channels.json").unlink()
    assert tree_source.take(found, now=NOW, folder=tmp_path / "stick").trouble == "E_TREE_NONE"
    assert asked() == ("hub-1", "hub")


def test_a_look_at_the_directory_by_hand_takes_the_tree_too(directory: Directory, tree: AHubTree):
    tree.publish(a_tree("hub-1"))
    page = signed_in(Officer.objects.get(login="ada")).post("/peers/directory/look/", follow=True).content.decode()
    assert ("was verified" in page, "hub-1" in page, asked()) == (True, True, ("hub-1", "hub"))


def test_while_two_views_of_the_directory_stand_no_tree_is_taken(directory: Directory, tree: AHubTree, xa: Peer):
    tree.publish(a_tree("hub-1"))
    directory.refresh_from_db()
    another = DirectoryHead(roots_of(directory), directory.snapshot, "0" * 64)
    splits.compare(xa, another, evidence=b"what it signed", now=NOW)
    assert tree_source.take_when_due(NOW) is None
    assert asked() == (shipped_tree().version, "shipped")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_the_directory_and_the_doctor_say_what_is_wrong(
    directory: Directory, tree: AHubTree, language: str
):
    Officer.objects.update(language=language)
    client = signed_in(Officer.objects.get(login="ada"))

    def page() -> str:
        return unescape(client.get("/peers/directory/").content.decode())

    tree.publish(a_tree("hub-1"))
    assert trouble(directory) == ""
    assert ("hub-1" in page(), light(NOW).state) == (True, Colour.GREEN)
    tree.publish(a_tree("hub-2").replace('to = "post"', 'to = "nowhere"'))
    assert trouble(directory) == "E_TREE_GRAPH"
    wrong = "leads to “nowhere”" if language == "en" else "指向不存在的“nowhere”"
    assert WORDS["E_TREE_GRAPH"][0].get(language) in page()
    assert wrong in page()
    assert (light(NOW).state, wrong in light(NOW).what.get(language)) == (Colour.AMBER, True)
    tree.publish(a_tree("hub-0"), number=1).show(tree.read())
    HubTree.objects.update(number=5)
    assert trouble(directory) == "E_TREE_BACK"
    assert WORDS["E_TREE_BACK"][0].get(language) in page()
    assert light(NOW).state is Colour.RED


def test_the_words_of_a_tree_are_those_of_an_alarm():
    for code in CODES:
        assert words_for(code) == WORDS[code]
