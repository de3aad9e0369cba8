"""What the demonstration puts into its directories: rows that are taken in, and answers that are certain."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.people import NOW, an_officer

from comity.cli.demo.authorities import FACTS, authorities, authorities_at_the_hub
from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import fact_actions, fact_files, fact_queries, files
from comity.directory.known import known_facts
from comity.law.basis import BasisMode, Question, find_bases
from comity.law.facts import Kind

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def test_every_row_is_new_and_no_row_is_refused():
    assert {one.result for one in files.judge(authorities())} == {"new"}
    assert {one.result for one in fact_files.judge(FACTS)} == {"new"}


def test_the_hub_says_one_thing_otherwise_of_the_same_authorities():
    here, hub = authorities(), authorities_at_the_hub()
    assert len({row["authority"] for row in here}) == len(here) == len(hub)
    changed = [(one["authority"], other["phone"]) for one, other in zip(here, hub, strict=True) if one != other]
    assert changed == [(here[0]["authority"], "+00 101")]


def test_each_state_has_five_functions_and_nobody_is_an_answer():
    rows = authorities()
    assert [sum(row["place"] == state for row in rows) for state in ("XA", "XB")] == [5, 5]
    assert [row["functions"] for row in rows if row.get("none_designated")] == ["civil_administrative"]


@pytest.mark.parametrize(
    ("kind", "mode", "lead"),
    [
        (Kind.MLA, BasisMode.UNCAC_MINI_TREATY, "UNCAC"),
        (Kind.EXTRADITION, BasisMode.UNCAC, "UNCAC"),
        (Kind.FREEZE, BasisMode.UNCAC, "UNCAC"),
        (Kind.LAW_ENFORCEMENT, BasisMode.UNCAC, "XA-XB-MOU"),
    ],
)
def test_the_basis_between_the_two_states_is_certain(kind, mode, lead):
    actor, second = (Actor.of_officer(an_officer(name, [Role.ADMINISTRATOR])) for name in ("ada", "ben"))
    fact_files.take_in(actor=actor, judged_rows=fact_files.judge(FACTS), now=NOW)
    for version in list(fact_queries.all_waiting()):
        fact_actions.publish_fact(actor=second, fact_id=version.fact_id, now=NOW)
    question = Question(kind=kind, asking="XA", asked="XB", on=ON, today=ON, offences=("15",), coercive=True)
    answer = find_bases(question, known_facts())
    assert (answer.mode, answer.bases[0].instrument, answer.certain) == (mode, lead, True)
