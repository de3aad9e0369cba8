"""The world that the standing tables look at."""

from __future__ import annotations

import fcntl
import os
import pickle
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import SettingsWrapper

    from tests.standing_tables.visits import Visit
    from tests.standing_tables.world import World


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Path]]:
    """Build the world once for a file of tests, in a transaction around all of them; it takes seconds."""
    from django.conf import settings
    from django.db import transaction
    from django.test import override_settings

    from tests.builders.node_folder import use_node_folder
    from tests.standing_tables.world import a_world

    del django_db_setup
    folder = tmp_path_factory.mktemp("world") / "xa"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(NODE=settings.NODE):
            use_node_folder(settings, folder)
            made = a_world()
        yield made, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(built: tuple[World, Path], db: None, settings: SettingsWrapper) -> World:
    """Be XA, with its officers and a case at each stage; what a test does to them is undone after it."""
    from django.core.cache import cache

    from tests.builders.node_folder import use_node_folder

    del db
    made, folder = built
    use_node_folder(settings, folder)
    cache.clear()  # how often somebody tried is counted there, and the people are the same in every test
    return deepcopy(made)


_known: dict[str, Any] = {}
Found = TypeVar("Found")


def once(tmp_path_factory: pytest.TempPathFactory, name: str, find: Callable[[], Found]) -> Found:
    """Return what `find` finds; it is asked once in a run, whoever of several processes comes first."""
    if name in _known:
        return _known[name]  # type: ignore[no-any-return]
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    with (shared / name).open("a+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        raw = kept.read()
        if raw:
            _known[name] = pickle.loads(raw)  # noqa: S301 (another process of this run wrote it)
        else:
            _known[name] = find()
            kept.write(pickle.dumps(_known[name]))
    return _known[name]


@pytest.fixture
def visits(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Visit]:
    """Return the answers of one walk over the whole table; the walk is done once, whoever of several processes asks."""
    from tests.standing_tables.visits import walk

    return once(tmp_path_factory, "visits", lambda: walk(request.getfixturevalue("world")))
