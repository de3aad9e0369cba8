"""Officers of the directory: two who may write and publish, and entries of theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.core.officers.models import Officer
    from comity.directory.models import Entry

VALUES: dict[str, Any] = {
    "functions": ["mla"],
    "names": {"en": "Bureau of Letters", "zh-hans": "文书局"},
    "languages": ["en", "fr"],
    "source": "Note of XA, no. 1",
    "source_date": date(2026, 1, 5),
    "verified": True,
}


@pytest.fixture
def ada(db: None) -> Officer:
    del db
    from comity.core.roles import Role  # this file is read before models may be
    from tests.builders.people import an_officer

    return an_officer("ada", [Role.ADMINISTRATOR])


@pytest.fixture
def hana(db: None) -> Officer:
    del db
    from comity.core.roles import Role  # this file is read before models may be
    from tests.builders.people import an_officer

    return an_officer("hana", [Role.HEAD])


@pytest.fixture
def published(ada: Officer, hana: Officer) -> Callable[..., Entry]:
    """Return a function that writes an entry and has a second officer publish it."""
    from comity.core.actors import Actor  # this file is read before models may be
    from comity.directory import actions
    from tests.builders.people import NOW

    def publish(place: str = "XA", **values: Any) -> Entry:
        entry = actions.propose_entry(actor=Actor.of_officer(ada), place=place, values={**VALUES, **values}, now=NOW)
        return actions.publish_entry(actor=Actor.of_officer(hana), authority_id=entry.authority_id, now=NOW)

    return publish
