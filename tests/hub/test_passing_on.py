"""The hub passes on what is loaded: a signed list that only grows; nothing where nobody decided it, and no law."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from comity.core.actors import Actor
from comity.core.roles import Role
from comity.hub import directory, jobs, offering
from comity.hub.models import CatalogueHead, Offered
from comity.library.actions import load_document
from comity.library.mirroring import catalogue
from comity.library.mirroring.catalogue import Entry, Head
from comity.library.mirroring.taking import reading_of_expression
from comity.library.models import Manifestation
from tests.builders import documents
from tests.builders.hub_libraries import a_paper
from tests.builders.keys import NOW
from tests.hub.people import staff

if TYPE_CHECKING:
    import time_machine
    from pytest_django.fixtures import SettingsWrapper

    from tests.builders.directories import ADirectory

BASE = "/directory/library"


@pytest.fixture
def passing(hub: ADirectory, settings: SettingsWrapper) -> ADirectory:
    settings.NODE = settings.NODE.model_copy(update={"offer_library": True})
    return hub


def load(*numbers: int) -> None:
    for number in numbers:
        load_document(
            actor=Actor.system("tests"), raw=a_paper(number), name=f"{number}.txt", now=NOW + timedelta(seconds=number)
        )


def shown(hub: ADirectory) -> Head:
    key = hub.online.public_key
    return catalogue.verified(Client().get(f"{BASE}/head.json").content, {key.keyid: key})


def entries(after: int = 0) -> list[Entry]:
    answer = Client().get(f"{BASE}/entries/{after}.jsonl")
    return [Entry.of_line(line) for line in catalogue.lines_of([answer.content], most=catalogue.PAGE)]


def test_what_is_loaded_is_listed_signed_and_given_byte_for_byte(passing: ADirectory):
    load(1, 2)
    jobs.pass_documents_on()
    head, listed = shown(passing), entries()
    chain = catalogue.START
    for one in listed:
        chain = catalogue.after(chain, one.line())
    assert (head.count, head.chain, head.ends) == (2, chain, NOW + directory.lives().timestamp)
    assert entries(1) == listed[1:]
    assert entries(2) == []
    for one, number in zip(listed, (1, 2), strict=True):
        found = Manifestation.objects.get(sha256=one.sha256)
        assert (one.size, one.reading) == (len(a_paper(number)), reading_of_expression(found.expression))
        assert (one.work, one.expression) == (str(found.expression.work_id), str(found.expression_id))
        answer = Client().get(f"{BASE}/files/{one.sha256}")
        assert b"".join(answer.streaming_content) == a_paper(number)  # type: ignore[attr-defined]


def test_the_list_only_grows_and_is_signed_anew_in_time(passing: ADirectory, clock: time_machine.Coordinates):
    load(1)
    jobs.pass_documents_on()
    first = entries()
    jobs.pass_documents_on()
    assert shown(passing).issue == 1
    load(2)
    jobs.pass_documents_on()
    assert entries()[:1] == first
    assert (shown(passing).issue, shown(passing).count) == (2, 2)
    clock.shift(directory.lives().timestamp / 2 + timedelta(seconds=1))
    jobs.pass_documents_on()
    assert (shown(passing).issue, shown(passing).count) == (3, 2)
    jobs.pass_documents_on()
    assert [one.issue for one in CatalogueHead.objects.all()] == [3, 2]


def test_an_empty_library_is_signed_for_too(passing: ADirectory):
    jobs.pass_documents_on()
    assert (shown(passing).count, shown(passing).chain) == (0, catalogue.START)


@pytest.mark.usefixtures("passing")
def test_laws_and_digests_are_in_no_list_that_only_grows():
    documents.a_law(staff("kay", Role.HEAD), now=NOW)
    documents.a_digest(staff("dora", Role.ADMINISTRATOR), now=NOW)
    load(1)
    assert offering.bring_up_to_date(now=NOW) == 1
    assert [one.kind for one in entries()] == [Offered.objects.get().manifestation.expression.work.kind]
    assert entries()[0].kind != "law"


@pytest.mark.usefixtures("passing")
def test_nothing_is_given_where_the_secretariat_did_not_decide_it(settings: SettingsWrapper):
    load(1)
    jobs.pass_documents_on()
    sha256 = entries()[0].sha256
    hidden = Manifestation.objects.get(sha256=sha256)
    load(2)
    unlisted = Manifestation.objects.exclude(pk=hidden.pk).get()
    assert Client().get(f"{BASE}/files/{unlisted.sha256}").status_code == 404
    settings.NODE = settings.NODE.model_copy(update={"offer_library": False})
    for path in ("head.json", "entries/0.jsonl", f"files/{sha256}"):
        assert Client().get(f"{BASE}/{path}").status_code == 404
    jobs.pass_documents_on()
    assert Offered.objects.count() == 1
