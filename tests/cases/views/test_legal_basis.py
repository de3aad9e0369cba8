"""The pages before a case: the answer with its articles, facts and doubts, and the tree walked to its end by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.people import signed_in

from comity.cases.models import Case
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from tests.builders.cases import Cast

MLA = {"kind": "mla", "asking": "XA", "asked": "XB", "offences": ["15"], "coercive": "yes"}


@pytest.fixture
def drafter(cast: Cast) -> Client:
    return signed_in(cast.officer(Role.DRAFTER))


def basis(client: Client, **asked: object) -> str:
    answer = client.get(reverse("cases:basis"), {**MLA, **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_question_begins_with_our_own_state(drafter: Client) -> None:
    page = drafter.get(reverse("cases:basis")).content.decode()
    assert re.search(r'<option value="XA" selected>', page)
    assert "Bases, the first leads" not in page


def test_a_certain_answer_shows_articles_and_the_facts_relied_on(drafter: Client) -> None:
    page = basis(drafter)
    assert "Certain by the facts that this node knows." in page
    for words in ("46(7)", "XA: bound by UNCAC", "invented for the demonstration", "Other ways"):
        assert words in page


def test_an_answer_that_is_not_certain_says_what_to_find_out_and_from_whom(drafter: Client) -> None:
    page = basis(drafter, kind="extradition", asked="KE")
    assert "Not certain" in page
    assert "notified under 44(6)" in page
    assert "Look it up with the depositary" in page


def test_unverified_facts_are_shown_as_such(drafter: Client) -> None:
    page = basis(drafter, asked="JP")
    assert re.search(r'class="fact unverified"', page)
    assert re.search(r'class="fact verified"', page)


def test_the_answer_is_the_same_in_chinese(cast: Cast) -> None:
    officer = cast.officer(Role.DRAFTER)
    officer.language = "zh-hans"
    officer.save(update_fields=["language"])
    page = basis(signed_in(officer))
    for words in ("以《公约》为依据，适用第四十六条第九款至第二十九款", "依本节点所知的事实可以确定", "所依据的事实"):
        assert words in page


@pytest.mark.parametrize(
    "wrong", [{"asked": "ZZ"}, {"asked": ""}, {"kind": "help"}, {"on": "soon"}, {"offences": ["14"]}, {"coercive": "x"}]
)
def test_what_does_not_exist_is_said_at_its_question(drafter: Client, wrong: dict[str, object]) -> None:
    page = basis(drafter, **wrong)
    assert "Bases, the first leads" not in page
    assert f'id="id_{next(iter(wrong))}_error"' in page


def test_a_day_to_come_is_answered_but_not_certain(drafter: Client) -> None:
    assert "The date lies in the future." in basis(drafter, on="2999-01-01")


@pytest.mark.parametrize(
    ("reader", "told"),
    [("en", "The conduct began before"), ("zh-hans", "之前。该依据仍可援引：依据是就请求而言的。")],
)
def test_conduct_older_than_the_bond_is_told_and_the_basis_stays(cast: Cast, reader: str, told: str) -> None:
    officer = cast.officer(Role.DRAFTER)
    officer.language = reader
    officer.save(update_fields=["language"])
    client = signed_in(officer)
    page = basis(client, conduct="1999-12-31")
    assert told in page
    assert 'name="conduct" value="1999-12-31"' in page
    assert "46(7)" in page
    for day in ("", "2025-01-01"):
        assert told not in basis(client, conduct=day)
    assert 'id="id_conduct_error"' in basis(client, conduct="long ago")


def test_nothing_is_stored_and_nothing_is_logged(drafter: Client) -> None:
    before = (AuditEntry.objects.count(), Case.objects.count())
    basis(drafter)
    drafter.get(reverse("cases:channel"), {"available": "no"})
    assert (AuditEntry.objects.count(), Case.objects.count()) == before


def test_the_tree_is_walked_question_by_question_to_an_advice(drafter: Client) -> None:
    answers: dict[str, str] = {}
    for _turn in range(20):
        page = drafter.get(reverse("cases:channel"), answers).content.decode()
        main = page[page.index("<main") :]
        kept = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', main))
        asked = re.findall(r'type="radio" name="(\w+)" id="answer-\w+" value="(\w+)"', page)
        if not asked:
            break
        assert kept == answers
        answers[asked[-1][0]] = asked[-1][1]
    assert "Advice" in page
    assert "Find the legal basis for this" in page
    assert len(answers) > 2


def test_an_answer_is_changed_without_losing_those_before_it(drafter: Client) -> None:
    page = drafter.get(reverse("cases:channel"), {"available": "no", "leads": "no"}).content.decode()
    assert 'href="?available=no"' in page


def test_answers_that_do_not_fit_begin_anew_and_say_why(drafter: Client) -> None:
    page = drafter.get(reverse("cases:channel"), {"available": "perhaps"}).content.decode()
    assert "These answers do not fit together. Begin again." in page
    assert "Is what you need public" in page


def test_an_executing_office_has_no_such_page(cast: Cast) -> None:
    officer = signed_in(cast.officer(Role.EXECUTING_AUTHORITY))
    assert officer.get(reverse("cases:basis")).status_code == 403
