"""Bodies that peers send: their length is known before they are read, and whatever breaks is a coded refusal."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.urls import resolve, reverse

if TYPE_CHECKING:
    from tests.builders.nodes import RemoteNode

pytestmark = pytest.mark.django_db


class Broken(io.BytesIO):
    """A line that breaks when it is read."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def read(self, *_size: int | None) -> bytes:
        raise self.error


def posted(body: io.BytesIO, **environ: str) -> tuple[int, str]:
    """Post a body as a server hands it over, whatever it says of its length; return status and code."""
    path = reverse("exchange:peer-envelopes")
    base = RequestFactory().generic("POST", path, b"", content_type="application/json").environ
    request = WSGIRequest({**base, "wsgi.input": body, **environ})
    answer: Any = resolve(path).func(request)
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)["code"]


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "E_LENGTH"),
        ({"CONTENT_LENGTH": "-1"}, "E_LENGTH"),
        ({"CONTENT_LENGTH": "٣"}, "E_LENGTH"),
        ({"CONTENT_LENGTH": "1" * 16}, "E_LENGTH"),
        ({"CONTENT_LENGTH": str(10**9)}, "E_SIZE"),
        ({"CONTENT_LENGTH": "10"}, "E_SYNTAX"),
    ],
)
def test_a_body_of_another_length_than_it_says_is_refused(remote: RemoteNode, environ: dict[str, str], code: str):
    del remote
    assert posted(io.BytesIO(b"{}"), **environ)[1] == code


def test_a_line_that_breaks_is_the_end_of_the_body(remote: RemoteNode):
    del remote
    assert posted(Broken(OSError("reset by peer")), CONTENT_LENGTH="10")[1] == "E_SYNTAX"


def test_whatever_else_goes_wrong_is_told_by_its_code_and_logged_without_what_was_sent(
    remote: RemoteNode, caplog: pytest.LogCaptureFixture
):
    del remote
    status, code = posted(Broken(RuntimeError("the content of a case")), CONTENT_LENGTH="10")
    assert (status, code) == (500, "E_INTERNAL")
    [line] = [
        one.msg for one in caplog.records if isinstance(one.msg, dict) and one.msg["event"] == "exchange.internal"
    ]
    assert line["error"] == "RuntimeError"
    assert "bodies.py" in line["at"]
    assert "content of a case" not in str(caplog.records[-1].msg) + caplog.text
