"""A passkey, from being made to signing in, in a real browser with an authenticator of its own; and at false addresses.

The node runs eleven minutes in the past while its officer signs in with password and code, and then at the present: so
long ago may the password not be when a passkey is added, and it is asked for again.
"""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from comity.cli.demo.stage import Place, Stage
from comity.cli.processes import Child, free_port
from tests.e2e.browsing import Window, officer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EARLIER = -660  # seconds; allauth asks again after 600
SKEWED = Path(__file__).parents[1] / "chaos" / "skewed"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
FETCH = "() => fetch('/account/passkeys/enter/', {headers: {Accept: 'application/json'}}).then(got => got.json())"
ASK = """async options => {
    const asked = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey)
    try { return (await navigator.credentials.get({publicKey: asked})).toJSON() } catch (error) { return error.name }
}"""


@pytest.fixture(scope="module")
def xa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Found one node, which is not started yet."""
    with Stage(tmp_path_factory.mktemp("passkeys"), (free_port(), free_port())) as made:
        made.found_alone(made.places[0])
        yield made.places[0]


@pytest.fixture
def elsewhere() -> Iterator[int]:
    """Listen at another port of this machine, under whatever name one comes; give the port."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Sign in</title>")

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def served(place: Place, *, offset: int = 0) -> Child:
    """Start the node with its clock off by some seconds."""
    env = {"PYTHONPATH": str(SKEWED), "COMITY_TEST_OFFSET": str(offset)} if offset else {}
    arguments = ["serve", "--no-work", "--data", str(place.folder), "--port", str(place.port)]
    child = Child(place.node.id, arguments, env=env, log=place.folder / "serve.log")
    child.wait_ready(place.port)
    return child


def signed_in_earlier(browser: Browser, place: Place) -> Window:
    """Return the window of an officer who signed in eleven minutes ago."""
    child, made = served(place, offset=EARLIER), Window(browser, place)
    try:
        made.sign_in(officer_of(place, "case_officer"), ahead=EARLIER).open("/account/").says("Authenticator app")
    finally:
        child.stop()
    return made


def authenticator_of(made: Window) -> tuple[CDPSession, str]:
    line = made.context.new_cdp_session(made.page)
    line.send("WebAuthn.enable")
    return line, line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]


def asked_by(made: Window) -> dict[str, Any]:
    """Return what the node asks a passkey to sign, in the session of this window: whoever relays it reads the same."""
    options: dict[str, Any] = made.open("/account/login/").page.evaluate(FETCH)["request_options"]
    return options


def answer(made: Window, credential: Any) -> None:
    """Bring the node an answer of a passkey, in the form of its page of sign-in."""
    made.open("/account/login/")
    made.find("#mfa_credential").evaluate("(field, value) => { field.value = value }", json.dumps(credential))
    with made.page.expect_navigation():
        made.find("#mfa_login").evaluate("form => form.submit()")


def test_passkey_is_added_after_the_password_signs_in_and_is_refused_elsewhere(
    browser: Browser, xa: Place, elsewhere: int
) -> None:
    made = signed_in_earlier(browser, xa)
    officer = officer_of(xa, "case_officer")
    child = served(xa)
    try:
        line, authenticator = authenticator_of(made)

        def kept() -> list[dict[str, Any]]:
            found = line.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
            return list(found["credentials"])

        # The session is still good, and not good enough.
        made.open("/account/passkeys/").follow("Add a passkey").says("Enter your password once more")
        made.fill("Password", "not the password").press_and_read("Continue").says("The password is not right")
        made.fill("Password", officer.password).press("Continue")
        assert kept() == []
        made.fill("Name of the passkey", "The key on my desk")
        made.find("#id_passwordless").check()
        made.press("Add a passkey")
        [passkey] = kept()
        assert passkey["rpId"] == "xa.localhost"
        assert passkey["isResidentCredential"] is True
        made.open("/account/passkeys/").says("The key on my desk")

        # It signs in alone, at this node's address.
        made.press("Sign out")
        made.open("/account/login/").press("Sign in with a passkey")
        assert made.page.url == f"{xa.url}/"
        made.says("My work")
        assert kept()[0]["signCount"] > passkey["signCount"]

        # Another port of the same host: the browser lets it sign, the node does not take it.
        made.press("Sign out")
        options = asked_by(made)
        made.page.goto(f"http://xa.localhost:{elsewhere}/")
        relayed = made.page.evaluate(ASK, options)
        assert relayed["id"]
        answer(made, relayed)
        made.says("This passkey was used at another address")
        made.page.goto(f"{xa.url}/")
        assert "/account/login/" in made.page.url

        # Another host: the browser itself does not let it sign.
        options = asked_by(made)
        made.page.goto(f"http://xa-example.localhost:{elsewhere}/")
        assert made.page.evaluate(ASK, options) == "SecurityError"

        # Signed at home the same way it is good: it was the address alone.
        options = asked_by(made)
        answer(made, made.page.evaluate(ASK, options))
        assert made.page.url == f"{xa.url}/"
    finally:
        child.stop()
        made.close()
