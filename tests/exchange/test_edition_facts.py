"""A fact of the hub's directory: two officers take it in, and it carries an answer, with its source and origin."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory import fact_actions, fact_queries
from comity.directory.editions import differences
from comity.directory.known import known_facts
from comity.directory.models import Entry
from comity.exchange import editions
from comity.exchange.models import EditionSource
from comity.kernel.ids import new_id
from comity.law.basis import BasisMode, Question, find_bases
from comity.law.facts import Kind
from tests.builders.facts import SAID
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in
from tests.exchange.test_editions import HOUR, ROW, AHub, ada, hana, hub, look, source, url

if TYPE_CHECKING:
    from comity.core.actors import Actor
    from comity.law.basis import Answer

__all__ = ["ada", "hana", "hub", "source", "url"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
FACT = {**SAID, "fact": str(new_id()), "source": "Note of the other State, no. 3"}
ON = date(2026, 6, 1)


def asked() -> Answer:
    question = Question(kind=Kind.EXTRADITION, asking="NG", asked="KE", on=ON, today=ON, offences=("15",))
    return find_bases(question, known_facts())


def taken(actor: Actor, hub: AHub, *facts: dict[str, str]) -> EditionSource:
    hub.publish(NOW, ROW, facts=facts)
    assert look() == ""
    kept = EditionSource.objects.get()
    rows = ["a1", *(f"f{number}" for number in range(1, len(facts) + 1))]
    editions.take_in(actor=actor, source_id=kept.pk, seen=kept.sha256, rows=rows, now=NOW)
    return kept


def test_what_the_hub_says_carries_an_answer_once_a_second_officer_published_it(
    source: EditionSource, hub: AHub, ada: Actor, hana: Actor
):
    kept = taken(ada, hub, FACT)
    assert asked().mode is BasisMode.ASK
    [version] = fact_queries.all_waiting()
    fact_actions.publish_fact(actor=hana, fact_id=version.fact_id, now=NOW)
    answer = asked()
    assert answer.mode is BasisMode.UNCAC
    [row] = [row for row in answer.bases[0].rows if row.record == FACT["fact"]]
    assert row.source == FACT["source"]
    for one in (version, Entry.objects.get()):
        origin = one.came_from
        assert origin is not None
        assert (origin.node, origin.created, origin.sha256) == ("stranger", NOW, kept.sha256)
    assert kept.sha256 == sha256(bytes(kept.raw)).hexdigest()
    reader = signed_in(an_officer("dana", [Role.DRAFTER], language="zh-hans"))
    page = reader.get(f"/directory/facts/{version.fact_id}/").content.decode()
    assert kept.sha256 in page
    assert "stranger 签署的名录" in page


def test_a_fact_that_contradicts_what_holds_here_is_told_before_it_is_taken_and_makes_nothing_certain(
    source: EditionSource, hub: AHub, ada: Actor, hana: Actor
):
    own = fact_actions.propose_fact(actor=ada, cells={**SAID, "value": "no", "source": "Own note"}, now=NOW)
    fact_actions.publish_fact(actor=hana, fact_id=own.fact_id, now=NOW)
    assert own.came_from is None
    agreeing = {**FACT, "fact": str(new_id()), "value": "no"}
    hub.publish(NOW, ROW, facts=(FACT, agreeing))
    look()
    said = editions.newest(EditionSource.objects.get())
    assert said is not None
    found = {row.key: row.against for row in differences(said, "en").rows}
    assert found["f1"] == ["KE: notification under article 44(6): no"]
    assert found["f2"] == []
    client = signed_in(Officer.objects.get(pk=ada.officer_id))
    page = client.get("/peers/directory/authorities/").content.decode()
    assert "It contradicts what holds here: KE: notification under article 44(6): no." in " ".join(page.split())
    kept = EditionSource.objects.get()
    editions.take_in(actor=ada, source_id=kept.pk, seen=kept.sha256, rows=["f1"], now=NOW)
    fact_actions.publish_fact(actor=hana, fact_id=fact_queries.all_waiting().get().fact_id, now=NOW)
    answer = asked()
    assert not answer.certain
    assert "CONFLICT" in {one.code for one in answer.warnings}


def test_a_newer_version_of_a_fact_comes_as_changed_and_contradicts_not_itself(
    source: EditionSource, hub: AHub, ada: Actor, hana: Actor
):
    taken(ada, hub, FACT)
    fact_actions.publish_fact(actor=hana, fact_id=fact_queries.all_waiting().get().fact_id, now=NOW)
    hub.publish(NOW + HOUR, ROW, facts=({**FACT, "value": "no"},))
    assert look(NOW + HOUR) == ""
    said = editions.newest(EditionSource.objects.get())
    assert said is not None
    [row] = [row for row in differences(said, "en").rows if row.key == "f1"]
    assert (row.result, row.against) == ("changed", [])
    assert [(before, after) for _label, before, after in row.cells] == [("yes", "no")]
