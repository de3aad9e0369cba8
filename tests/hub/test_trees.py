"""The decision tree of channels at the hub: brought by one member, published by another, signed, renewed."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.core.access import AccessDenied
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory.channels import known_tree
from comity.directory.models import HubTree
from comity.directory.trees import taking
from comity.directory.trees.signed import TreeError, verified
from comity.hub import directory, jobs, trees
from comity.hub.actions import HubError
from comity.hub.models import ChannelTree
from comity.kernel.graph import GraphError
from comity.law.channels import shipped_tree
from comity.law.errors import RuleViolation
from tests.builders.channels import a_tree
from tests.builders.keys import NOW
from tests.builders.people import signed_in
from tests.hub.people import staff

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import time_machine
    from securesystemslib.signer import Key

    from comity.core.actors import Actor
    from comity.directory.trees.signed import SignedTree
    from tests.builders.directories import ADirectory

HOUR = timedelta(hours=1)


@pytest.fixture
def ada(hub: ADirectory) -> Actor:
    del hub
    return staff("ada")


@pytest.fixture
def hana(hub: ADirectory) -> Actor:
    del hub
    return staff("hana", Role.HEAD)


def bring(actor: Actor, text: str) -> ChannelTree:
    return trees.bring(actor=actor, raw=text.encode(), now=NOW)


def published(version: str, ada: Actor, hana: Actor) -> ChannelTree:
    return trees.publish(actor=hana, tree_id=bring(ada, a_tree(version)).pk, now=NOW)


def given() -> SignedTree:
    """What nodes fetch, verified by the key that the directory's root names."""
    return verified(FromHere().tree(), FromHere().keys)


def test_nothing_is_given_before_a_second_member_published_it(ada: Actor, hana: Actor):
    assert Client().get("/directory/channels.json").status_code == 404
    made = bring(ada, a_tree("hub-1"))
    assert Client().get("/directory/channels.json").status_code == 404
    with pytest.raises(AccessDenied):
        trees.publish(actor=ada, tree_id=made.pk, now=NOW)
    trees.publish(actor=hana, tree_id=made.pk, now=NOW)
    said = given()
    assert (said.number, said.text, said.made) == (1, a_tree("hub-1"), NOW)
    with pytest.raises(GraphError):
        trees.publish(actor=hana, tree_id=made.pk, now=NOW)


def test_a_newer_one_takes_its_place_and_the_hub_asks_it_too(ada: Actor, hana: Actor):
    assert known_tree().tree.version == shipped_tree().version
    published("hub-1", ada, hana)
    published("hub-2", hana, ada)
    assert (given().number, given().text) == (2, a_tree("hub-2"))
    assert [bool(bytes(one.raw)) for one in ChannelTree.objects.order_by("number")] == [False, True]
    assert (known_tree().tree.version, known_tree().source) == ("hub-2", "hub")


class FromHere:
    """This hub as a node sees it that confirmed the root of its directory."""

    name = "a root"

    @property
    def keys(self) -> Mapping[str, Key]:
        root = directory.repository().read().root.signed
        return {name: root.keys[name] for name in root.roles["timestamp"].keyids}

    def tree(self) -> bytes:
        answer = Client().get("/directory/channels.json")
        if answer.status_code != 200:
            raise TreeError("E_TREE_NONE", "not there")
        return answer.content


def test_a_node_takes_what_the_hub_gives(ada: Actor, hana: Actor):
    assert taking.look(FromHere(), now=NOW).trouble == "E_TREE_NONE"
    published("hub-1", ada, hana)
    assert taking.look(FromHere(), now=NOW).taken == "hub-1"
    assert taking.look(FromHere(), now=NOW + HOUR) == taking.Looked()
    published("hub-2", hana, ada)
    assert taking.look(FromHere(), now=NOW + HOUR).taken == "hub-2"
    assert taking.look(FromHere(), now=NOW + directory.lives().timestamp).trouble == "E_TREE_FROZEN"
    assert HubTree.objects.get(hub="a root").version == "hub-2"


def test_a_mirror_on_a_stick_carries_it(ada: Actor, hana: Actor, tmp_path: Path, clock: time_machine.Coordinates):
    published("hub-1", ada, hana)
    for _turn in range(2):
        directory.repository().mirror(tmp_path / "stick")
        assert verified((tmp_path / "stick" / "channels.json").read_bytes(), FromHere().keys) == given()
        clock.shift(directory.lives().timestamp)
        jobs.renew_channel_tree()


def test_a_tree_that_cannot_be_used_is_refused_with_the_place(ada: Actor):
    with pytest.raises(RuleViolation, match="E_CHANNELS"):
        bring(ada, a_tree().replace('to = "post"', 'to = "nowhere"'))
    assert not ChannelTree.objects.exists()


def test_a_version_is_brought_once_unless_it_was_returned(ada: Actor, hana: Actor):
    first = bring(ada, a_tree("hub-1"))
    for text in (a_tree("hub-1"), a_tree("hub-1").replace("haste", "hurry"), a_tree("v" * 81)):
        with pytest.raises(HubError, match="E_TREE_VERSION"):
            bring(hana, text)
    with pytest.raises(HubError, match="E_REASON"):
        trees.give_back(actor=hana, tree_id=first.pk, reason=" ", now=NOW)
    trees.give_back(actor=hana, tree_id=first.pk, reason="The Chinese is not right.", now=NOW)
    assert bring(ada, a_tree("hub-1")).state == "waiting"


def test_neither_reviewers_nor_others_bring_or_publish(ada: Actor):
    made = bring(ada, a_tree())
    for other in (staff("rea", Role.REVIEWER), staff("au", Role.AUDITOR)):
        with pytest.raises(AccessDenied):
            bring(other, a_tree("hub-2"))
        with pytest.raises(AccessDenied):
            trees.publish(actor=other, tree_id=made.pk, now=NOW)


def test_before_the_directory_is_founded_nothing_is_published(hub: ADirectory, ada: Actor, hana: Actor):
    (hub.folder / "metadata" / "timestamp.json").unlink()
    with pytest.raises(HubError, match="E_TREE_DIRECTORY"):
        published("hub-1", ada, hana)
    assert ChannelTree.objects.get().state == "waiting"


def test_the_worker_signs_it_anew_before_it_runs_out(ada: Actor, hana: Actor, clock: time_machine.Coordinates):
    jobs.renew_channel_tree()
    published("hub-1", ada, hana)
    ends = given().ends
    clock.shift(HOUR)
    jobs.renew_channel_tree()
    assert given().ends == ends
    clock.shift(directory.lives().timestamp / 2)
    jobs.renew_channel_tree()
    said = given()
    assert (said.number, said.text, said.ends > ends) == (1, a_tree("hub-1"), True)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("leads to “nowhere”", "Brought.", "Look at a decision tree", "Is there haste?", "Published.",
            "of its own")),
    ("zh-hans", ("指向不存在的“nowhere”", "已提交。", "查看并发布渠道决策树", "是否紧急？", "已发布。", "新的版本号")),
])  # fmt: skip
@pytest.mark.usefixtures("ada", "hana")
def test_the_pages_lead_from_one_member_to_the_other(language: str, words: tuple[str, ...]):
    Officer.objects.update(language=language)
    one, other = (signed_in(Officer.objects.get(login=login)) for login in ("ada", "hana"))
    wrong, brought, waits, question, done, again = words

    def sent(text: str) -> str:
        upload = SimpleUploadedFile("channels.toml", text.encode())
        return unescape(one.post("/channel-trees/", {"file": upload}, follow=True).content.decode())

    assert wrong in sent(a_tree().replace('to = "post"', 'to = "nowhere"'))
    assert brought in sent(a_tree("hub-1"))
    assert again in sent(a_tree("hub-1"))
    found = ChannelTree.objects.get()
    where = reverse("hub:tree", args=[found.pk])
    assert waits in unescape(other.get("/").content.decode())
    assert waits not in unescape(one.get("/").content.decode())
    assert question in other.get(where).content.decode()
    assert other.get(f"{where}channels.toml").content == a_tree("hub-1").encode()
    assert 'class="field wrong"' in other.post(where, {"decision": "return"}).content.decode()
    assert one.post(where, {"decision": "publish"}).status_code == 403
    assert done in unescape(other.post(where, {"decision": "publish"}, follow=True).content.decode())
    assert "hub-1" in one.get("/channel-trees/").content.decode()
