"""The interface for programs: what each operation answers, in both languages, and to whom."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders.channels import a_tree
from tests.builders.people import an_actor, an_officer, signed_in

from comity.core.programs import actions
from comity.core.roles import Role
from comity.directory.api.mount import NEEDED, description
from comity.directory.states import all_states
from comity.kernel.clock import utc_now
from comity.law.basis import Question, find_bases
from comity.law.channels import read_answers, shipped_tree, walk
from comity.law.facts import Kind

pytestmark = pytest.mark.django_db
BASE = "/api/v1/"
ASKED = {"kind": "mla", "from": "FR", "to": "KE", "on": "2026-03-01", "offences": ["art. 16(1)"], "coercive": True}
PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()


def a_program(*, contacts=False, language="en"):
    ada = an_actor(Role.ADMINISTRATOR, login=f"giver-{contacts}-{language}")
    issued = actions.admit_program(actor=ada, name="Register", days=1, contacts=contacts, now=utc_now())
    return Client(headers={"Authorization": f"Bearer {issued.token}", "Accept-Language": language})


def ask(client, path, body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(BASE + path, raw, content_type="application/json")


def test_states_come_with_names_and_their_sources():
    client = a_program(language="zh-hans")
    told = client.get(f"{BASE}states").json()
    assert len(told["states"]) == len(all_states())
    [kenya] = client.get(f"{BASE}states?name=Kenya").json()["states"]
    assert (kenya["code"], kenya["name"], kenya["group"]) == ("KE", "肯尼亚", "african")
    assert {one["source"] for one in kenya["names"]} <= told["sources"].keys()
    assert client.get(f"{BASE}states?name=Nowhere").json()["states"] == []
    african = client.get(f"{BASE}states?group=african").json()["states"]
    assert {one["group"] for one in african} == {"african"}


def test_contacts_are_for_those_who_may_know_them(published):
    published(
        "XA", phone="+00 123", urgent_phone="+00 999", ways=["post"], made_known="notified", around_the_clock=True
    )
    published("XB", functions=["extradition"], designated=False, names={})
    public, whole = a_program(), a_program(contacts=True)
    told = public.get(f"{BASE}authorities").json()
    assert told["total"] == 2
    assert [one["contacts"] for one in told["authorities"]] == [None, None]
    assert "+00" not in public.get(f"{BASE}authorities").content.decode()
    [one] = whole.get(f"{BASE}authorities?state=xa&function=mla").json()["authorities"]
    assert (one["contacts"]["phone"], one["verified"], one["source"]) == ("+00 123", True, "Note of XA, no. 1")
    assert (one["made_known"], one["contacts"]["ways"], one["contacts"]["around_the_clock"]) == (
        "notified", ["post"], True,
    )  # fmt: skip
    statistician = signed_in(an_officer("stan", [Role.STATISTICIAN]))
    assert statistician.get(f"{BASE}authorities").json()["authorities"][0]["contacts"] is None
    drafter = signed_in(an_officer("dana", [Role.DRAFTER]))
    assert drafter.get(f"{BASE}authorities").json()["authorities"][0]["contacts"]["phone"] == "+00 123"


def test_authorities_come_page_by_page_with_the_same_statements(published, django_assert_max_num_queries):
    for number in range(4):
        published("XA", names={"en": f"Office {number}"})
    client = signed_in(an_officer("dana", [Role.DRAFTER]))
    with django_assert_max_num_queries(9):
        told = client.get(f"{BASE}authorities?offset=2&limit=1").json()
    assert (told["total"], told["offset"], len(told["authorities"])) == (4, 2, 1)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_legal_basis_is_the_answer_of_the_command_line(language):
    from comity.directory.known import known_facts

    today = utc_now().date()
    on = today - timedelta(days=3)
    question = Question(kind=Kind.MLA, asking="FR", asked="KE", on=on, today=today, offences=("16(1)",), coercive=True)
    program = a_program(language=language)
    answer = ask(program, "legal-basis", {**ASKED, "on": on.isoformat()})
    assert answer.json() == find_bases(question, known_facts()).to_json(language)
    assert answer.json()["bases"]
    dated = ask(program, "legal-basis", {**ASKED, "on": on.isoformat(), "conduct": "1999-12-31"})
    older = find_bases(replace(question, conduct=date(1999, 12, 31)), known_facts())
    assert dated.json() == older.to_json(language) != answer.json()


@pytest.mark.parametrize(("change", "code"), [
    ({"kind": "letters"}, "E_KIND"), ({"from": "ZZ"}, "E_STATE"), ({"on": "yesterday"}, "E_DATE"),
    ({"conduct": "last year"}, "E_DATE"),
    ({"offences": ["999"]}, "E_OFFENCE"), ({"measures": ["X"]}, "E_MEASURE"), ({"from": "{x}"}, "E_STATE"),
    ({"kind": None}, "E_QUESTION"), ({"unknown": 1}, "E_QUESTION"), ({"offences": ["1"] * 101}, "E_QUESTION"),
    ({"from": "F" * 201}, "E_QUESTION"), ({"coercive": "perhaps"}, "E_QUESTION"),
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_question_that_cannot_be_answered_says_why(change, code, language):
    answer = ask(a_program(language=language), "legal-basis", {**ASKED, **change})
    told = answer.json()
    assert (answer.status_code, told["code"], told["status"]) == (422, code, 422)
    assert bool(re.search("[\u4e00-\u9fff]", told["title"] + told["detail"])) is (language == "zh-hans")


@pytest.mark.parametrize("raw", [
    b"{", b"[]", b"null", b'{"a":1,"a":2}', b'{"x":1.5}', b"[" * 5000, b'{"kind":"\\ud800"}', b"\xff", b'{"k":1e999}',
    b'{"kind":"' + b"x" * 70_000 + b'"}',
])  # fmt: skip
def test_what_is_no_object_in_json_is_refused(raw):
    answer = ask(a_program(), "legal-basis", raw)
    assert (answer.status_code, answer.json()["code"]) == (400, "E_SYNTAX")


def test_an_empty_body_says_that_the_question_is_missing():
    answer = ask(a_program(), "legal-basis", b"")
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_walk_is_the_one_of_the_command_line():
    client, tree = a_program(), shipped_tree()
    whole = client.get(f"{BASE}channel-tree").json()
    assert (whole["version"], whole["start"]) == (tree.version, tree.start)
    answers: dict[str, str] = {}
    for _ in tree.questions:
        step = ask(client, "channel-tree/walk", {"answers": answers}).json()
        given = [f"{one}={answer}" for one, answer in answers.items()]
        assert step == {**walk(tree, read_answers(given)).to_json(tree, "en"), "source": "shipped"}
        if step["advice"]:
            break
        answers[step["question"]["code"]] = step["question"]["answers"][0]["code"]
    assert step["advice"]["articles"]
    refused = ask(client, "channel-tree/walk", {"answers": {"nowhere": "yes"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "E_ANSWER")


def test_the_tree_is_that_of_the_secretariat_where_the_node_has_one(settings):
    settings.NODE = settings.NODE.model_copy(update={"channel_tree": a_tree()})
    client = a_program()
    whole = client.get(f"{BASE}channel-tree").json()
    assert (whole["version"], whole["source"]) == ("secretariat-1", "file")
    step = ask(client, "channel-tree/walk", {"answers": {"haste": "yes"}}).json()
    assert (step["version"], step["source"], step["advice"]["channel"]) == ("secretariat-1", "file", "call")


def test_an_address_answers_in_its_own_way_alone():
    client = a_program()
    answer = client.get(f"{BASE}legal-basis")
    assert (answer.status_code, answer.headers["Allow"], answer.json()["code"]) == (405, "POST", "E_METHOD")
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(f"{BASE}states").status_code == 405


def test_the_description_names_every_operation_and_so_does_the_page():
    told = a_program().get(f"{BASE}openapi.json").json()
    assert told == json.loads(json.dumps(description()))
    named = {(method.upper(), path) for path, ways in told["paths"].items() for method in ways}
    assert len(named) == len(NEEDED)
    for method, path in named:
        assert f"`{method} {path}`" in PAGE
    assert set(re.findall(r"`(?:GET|POST) (/api/v1/[a-z/-]+)`", PAGE)) == {path for _method, path in named}
    assert {next(iter(one)) for ways in told["paths"].values() for way in ways.values() for one in way["security"]} == {
        "ProgramToken", "OfficerSession",
    }  # fmt: skip


def test_the_description_loads_nothing_and_has_no_page():
    client = a_program()
    for path in ("docs", "docs/", "redoc", ""):
        assert client.get(BASE + path).status_code == 404
    assert "://" not in json.dumps(description())
