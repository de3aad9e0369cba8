"""Which decision tree a node asks: its own file, else that of the hub, else the one that ships."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.directory.channels import known_tree
from comity.directory.models import HubTree
from comity.directory.trees.words import FROM, Source
from comity.law.channels import shipped_tree
from tests.builders.channels import a_tree
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


def held(version: str, *, hours: int = 0, text: str = "", hub: str = "1") -> HubTree:
    good = NOW + timedelta(hours=hours)
    return HubTree.objects.create(hub=hub, number=1, version=version, text=text or a_tree(version), good_at=good)


def asked() -> tuple[str, Source]:
    found = known_tree()
    return found.tree.version, found.source


def test_the_file_wins_then_the_hub_then_what_ships(settings: SettingsWrapper) -> None:
    assert asked() == (shipped_tree().version, Source.SHIPPED)
    held("hub-1")
    assert asked() == ("hub-1", Source.HUB)
    settings.NODE = settings.NODE.model_copy(update={"channel_tree": a_tree("own-1")})
    assert asked() == ("own-1", Source.FILE)


def test_of_two_hubs_the_one_that_is_followed_now_is_asked() -> None:
    held("first", hours=2)
    held("second", hours=3, hub="2")
    assert asked() == ("second", Source.HUB)


def test_a_hub_that_never_gave_one_changes_nothing() -> None:
    HubTree.objects.create(hub="1", trouble="E_TREE_AWAY", trouble_at=NOW, looked_at=NOW)
    assert asked() == (shipped_tree().version, Source.SHIPPED)


def test_a_tree_that_a_newer_program_refuses_is_left_out() -> None:
    held("hub-1", text="version = 'hub-1'")
    assert asked() == (shipped_tree().version, Source.SHIPPED)


def test_every_source_has_words() -> None:
    assert set(FROM) == set(Source)
