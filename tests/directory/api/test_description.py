"""The description of the interface is kept to: whatever is asked of any operation, a declared status and shape."""

from __future__ import annotations

import json
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.people import an_officer, signed_in
from tests.builders.shapes import ANYTHING, Shapes
from tests.directory.api.test_operations import a_program

from comity.directory.api.mount import description
from comity.law.channels import shipped_tree

pytestmark = pytest.mark.django_db
DESCRIBED = json.loads(json.dumps(description()))
TREE = shipped_tree()
FIRST = TREE.questions[TREE.start]
GOOD = ("FR", "KE", "XA", "mla", "2026-03-01", "16(1)", "other", TREE.start, FIRST.answers[0].code)
SHAPES = Shapes(DESCRIBED, GOOD)
OPERATIONS = {
    one["operationId"]: (method, path, one) for path, ways in DESCRIBED["paths"].items() for method, one in ways.items()
}
ASKED = {
    "legal_basis": {"kind": "mla", "from": "FR", "to": "KE", "on": "2026-03-01", "offences": ["16(1)"]},
    "channel_walk": {"answers": {TREE.start: FIRST.answers[0].code}},
}
NO_JSON = st.sampled_from([b"", b"{", b"[]", b"\xff", b'{"a":1,"a":2}', b"[" * 9000, b"1" * 9000, b"x" * 65537])
TYPES = st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x", "a/b; charset=x", ""])
LANGUAGES = st.sampled_from(["en", "zh-hans", "fr", "x" * 900, "*;q=2", "zh-Hant-XX,\xe9"])


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()


@pytest.fixture
def a_reader(published):
    published("XA", phone="+00 123")
    published("XB", functions=["extradition"], designated=False, names={})
    return a_program(contacts=True)


def broken(answer, operation):
    """What of an answer the description does not declare."""
    declared = operation["responses"].get(str(answer.status_code))
    if declared is None:
        return [f"status {answer.status_code}"]
    media = declared["content"].get(answer.headers["Content-Type"].partition(";")[0])
    if media is None:
        return [f"media type {answer.headers['Content-Type']}"]
    return SHAPES.broken(answer.json(), media["schema"])


def piece(value):
    """A value as a piece of an address, byte by byte."""
    text = value if isinstance(value, str) else json.dumps(value)
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


@st.composite
def calls(draw, operation):
    """What to try on an operation, made from what the description says of its parameters and its body."""
    asked = [
        f"{quote_from_bytes(one['name'].encode())}={piece(value)}"
        for one in operation["parameters"]
        for value in draw(st.lists(SHAPES.tried(one["schema"]), max_size=2))
    ]
    more = draw(st.sampled_from(["", "", "&", "%00=%ff", "unknown=1", "&".join(["a"] * 2100), "=", "name[]=x"]))
    body = b""
    if "requestBody" in operation:
        shape = operation["requestBody"]["content"]["application/json"]["schema"]
        body = draw(SHAPES.tried(shape).map(lambda one: json.dumps(one).encode()) | NO_JSON)
    elif draw(st.booleans()):
        body = draw(ANYTHING.map(lambda one: json.dumps(one).encode()))
    return {
        "QUERY_STRING": "&".join([*asked, more]), "body": body, "content_type": draw(TYPES),
        "HTTP_ACCEPT_LANGUAGE": draw(LANGUAGES),
    }  # fmt: skip


def called(client, method, path, *, body, content_type, **extra):
    return client.generic(method.upper(), path, body, content_type=content_type, **extra)


def test_every_operation_is_tried():
    assert OPERATIONS.keys() >= {"states", "authorities", "legal_basis", "channel_tree", "channel_walk"}
    assert {one for one, (_method, _path, what) in OPERATIONS.items() if "requestBody" in what} == ASKED.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_good_question_is_answered_in_the_declared_shape(a_reader, name):
    method, path, operation = OPERATIONS[name]
    body = json.dumps(ASKED.get(name, "")).encode() if name in ASKED else b""
    answer = called(a_reader, method, path, body=body, content_type="application/json")
    assert (answer.status_code, broken(answer, operation)) == (200, [])


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_call_breaks_it_and_every_answer_is_declared(a_reader, name):
    method, path, operation = OPERATIONS[name]

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(call=calls(operation))
    def try_it(call):
        cache.clear()
        assert broken(called(a_reader, method, path, **call), operation) == []

    try_it()


@pytest.mark.parametrize("name", OPERATIONS)
def test_who_may_not_ask_is_told_so_in_the_declared_shape(a_reader, name, settings):
    method, path, operation = OPERATIONS[name]
    call = {"body": json.dumps(ASKED.get(name, {})).encode(), "content_type": "application/json"}
    assert_told(called(Client(), method, path, **call), 401, operation)
    settings.NODE = settings.NODE.model_copy(update={"program_rate": 1})
    called(a_reader, method, path, **call)
    assert_told(called(a_reader, method, path, **call), 429, operation)


@pytest.mark.parametrize("name", ["legal_basis", "channel_tree", "channel_walk"])
def test_what_is_not_for_a_role_is_told_in_the_declared_shape(name):
    method, path, operation = OPERATIONS[name]
    answer = called(signed_in(an_officer("eli")), method, path, body=b"{}", content_type="application/json")
    assert_told(answer, 403, operation)


def assert_told(answer, status, operation):
    assert (answer.status_code, broken(answer, operation)) == (status, [])


@pytest.mark.parametrize(("value", "schema", "wrong"), [
    ({"a": 1}, {"type": "object", "properties": {"a": {"type": "string"}}}, [".a: int is no string"]),
    ({}, {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, [".a: left out"]),
    ({"b": 1}, {"type": "object", "properties": {}}, [".b: not declared"]),
    ({"b": 1}, {"type": "object", "additionalProperties": {"type": "null"}}, [".b: int is no null"]),
    ([True], {"type": "array", "items": {"type": "integer"}}, ["[0]: bool is no integer"]),
    ("x", {"anyOf": [{"type": "string", "enum": ["y"]}, {"type": "null"}]}, [": not one of ['y']"]),
    ("x", {"type": "string", "format": "date"}, [": no date"]),
    (None, {"anyOf": [{"type": "null"}, {"type": "string"}]}, []),
])  # fmt: skip
def test_a_shape_that_is_not_kept_to_is_found(value, schema, wrong):
    assert SHAPES.broken(value, schema) == wrong


def test_a_word_of_a_schema_that_is_not_looked_at_is_not_passed_over():
    with pytest.raises(NotImplementedError):
        SHAPES.broken("x", {"type": "string", "pattern": "y"})
