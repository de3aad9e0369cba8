"""Sections: their questions are the fields of the request that crosses the wire, no more and no fewer."""

from __future__ import annotations

from tests.builders.legal_requests import a_measure, a_person, a_request

from comity.law.assistance import KINDS, MODULES
from comity.law.conversation import Said
from comity.law.fields import Input
from comity.law.measures import STATE_OF_RESULT
from comity.law.modes import Mode
from comity.law.outcome import Outcome
from comity.law.sections import ANNEX, MEASURE, MODULE_FIELDS, OFFENCE, PERSON, SECTIONS, SIGNATORY, fields_of
from comity.wire import messages, request_parts
from comity.wire.kinds import KINDS as MESSAGE_KINDS
from comity.wire.request import Measure, RequestV1

DRAFT = [
    "case",
    "addressee",
    "basis",
    "authorities",
    "contact",
    "urgency",
    "proceedings",
    "facts",
    "persons",
    "measures",
    "purpose",
    "costs",
    "annexes",
]


def every_field():
    for section in SECTIONS.values():
        yield from section.fields
        for rows in section.rows:
            yield from rows.fields
    for fields in MODULE_FIELDS.values():
        yield from fields
    yield from SIGNATORY


def at(request, path):
    for name in path.split("."):
        request = request[name]
    return request


def test_sections_are_those_of_the_draft_in_order():
    assert list(SECTIONS) == DRAFT


def test_every_question_has_its_place_in_a_request():
    request = a_request()
    for section in SECTIONS.values():
        for field in section.fields:
            at(request, field.path)
    for field in SIGNATORY:
        at(request, field.path)
    for field in PERSON.fields:
        at(a_person(), field.path)
    for field in OFFENCE.fields:
        at(request["proceedings"]["offences"][0], field.path)
    for module in MODULES:
        for field in fields_of(module):
            at(a_measure(module), field.path)


def test_every_field_of_the_wire_is_asked_somewhere():
    asked = {field.path for section in SECTIONS.values() for field in section.fields}
    asked |= {field.path for field in SIGNATORY} | {
        "request_id",
        "requested.node_id",
        "proceedings.offences",
        "sending",
    }
    request = a_request()
    lists = {"persons", "measures", "annexes"}
    names = {
        f"{top}.{inner}" if isinstance(value, dict) else top
        for top, value in request.items()
        if top not in lists
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert names == asked
    assert {field.path for field in PERSON.fields} | {"person_id"} == set(request_parts.Person.rules())
    assert {field.path for field in MEASURE.fields} | {"measure_id", "details"} == set(Measure.rules())
    assert {field.path for field in ANNEX.fields} | {"annex_id", "sha256", "size"} == set(request_parts.Annex.rules())
    for module, fields in MODULE_FIELDS.items():
        assert {field.path.removeprefix("details.") for field in fields} == set(request_parts.DETAILS[module].rules())


def test_a_complete_request_passes_the_wire():
    for module in MODULES:
        assert RequestV1.from_json(a_request(a_measure(module))).measures[0].module == module


def test_words_of_the_law_are_those_of_the_wire():
    assert set(Mode) == set(request_parts.MODES)
    assert set(MODULES) == set(request_parts.DETAILS) == set(MODULE_FIELDS)
    assert set(STATE_OF_RESULT) == set(messages.RESULTS)
    assert set(Outcome) - {Outcome.OPEN} == set(messages.OUTCOMES)
    assert set(Said) == set(MESSAGE_KINDS) - {"chain.restart", "void", "draft.share", "draft.comment"}
    roles = next(field for field in PERSON.fields if field.path == "role")
    assert {choice.value for choice in roles.choices} == set(request_parts.ROLES)
    assert all(kind in KINDS for module in MODULES.values() for kind in module.kinds)


def test_choices_are_given_where_one_is_chosen():
    for field in every_field():
        assert bool(field.choices) == (field.input in {Input.CHOICE, Input.YES_NO}), field.path
        assert len({choice.value for choice in field.choices}) == len(field.choices)


def test_keys_of_one_form_are_unique():
    for section in SECTIONS.values():
        keys = [field.key for field in section.fields]
        assert len(set(keys)) == len(keys)
    for module in MODULES:
        keys = [field.key for field in fields_of(module)]
        assert len(set(keys)) == len(keys)
