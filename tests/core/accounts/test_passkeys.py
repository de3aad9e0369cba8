"""What a passkey signed at another address is refused, and what is no answer of a passkey: in plain words."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from tests.builders.people import an_officer

from comity.core.roles import Role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
NO_ANSWER = "The passkey was not accepted"
ELSEWHERE = "This passkey was used at another address"


def answer(said: Any) -> dict[str, Any]:
    data = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    return {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": data}}


@pytest.mark.parametrize(
    ("credential", "said"),
    [
        (answer({"type": "webauthn.get", "challenge": "AA", "origin": "http://sign-in.testserver"}), ELSEWHERE),
        (answer({"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver:8443"}), ELSEWHERE),
        (answer({"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver.example"}), ELSEWHERE),
        (answer({"challenge": "AA", "origin": "http://testserver", "crossOrigin": True}), ELSEWHERE),
        (answer({"challenge": "AA", "origin": ["http://testserver"]}), ELSEWHERE),
        (answer(["origin"]), NO_ANSWER),
        (answer({"origin": "http://testserver"}), NO_ANSWER),
        ({"id": "AA", "response": {"clientDataJSON": "%%%"}}, NO_ANSWER),
        ({"id": "AA", "response": None}, NO_ANSWER),
        ([1], NO_ANSWER),
        ("text", NO_ANSWER),
    ],
    ids=["subdomain", "port", "suffix", "framed", "list", "no-object", "empty", "no-base64", "none", "array", "text"],
)
def test_a_wrong_answer_is_refused_in_words_and_signs_nobody_in(client: Client, credential: Any, said: str):
    cache.clear()  # of attempts that other tests made
    an_officer("ada", [Role.AUDITOR])
    client.get("/account/passkeys/enter/", headers={"Accept": "application/json"})
    page = client.post("/account/passkeys/enter/", {"credential": json.dumps(credential)}, follow=True)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert client.get("/").status_code == 302
