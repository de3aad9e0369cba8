"""The time stamp on the officer's signature in a letter of request, from the page on which it is signed."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders.cases import PASSPHRASE, TestSigner, a_cast, a_peer, an_approved, fill_draft
from tests.builders.keys import node_keys as made_keys
from tests.builders.node_folder import use_node_folder
from tests.builders.people import a_signing_key, signed_in
from tests.builders.requests import a_request
from tests.builders.run import began, once
from tests.builders.time_stamps import listening

from comity.cases.actions import reviewing, sending
from comity.cases.models import Case, Letter
from comity.cases.rules import CaseworkError
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.exchange.proofs import our_key_file
from comity.kernel.clock import utc_now
from comity.seal.authority import certificate_to_pem
from comity.seal.checks import OWN_CLOCK, STAMPED_BY
from comity.seal.keyfile import parse_peer_file
from comity.seal.timestamp import DemoAuthority, wsgi
from comity.seal.verify import verify_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

    from comity.cases.signing import SignedLetter

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

AUTHORITY = STAMPED_BY + "CN=DEMO Time of a test"


MADE = began() - timedelta(hours=1)


def time_of_a_test() -> DemoAuthority:
    """Return an authority that is the same for all who run these tests, so that what they stand on is built once."""
    made = once(
        "time of a test", lambda: DemoAuthority.generate("Time of a test", now=MADE - timedelta(days=1)).to_pem()
    )
    return DemoAuthority.from_pem(made)


class Desk:
    """The head before an approved request, on a node that asks a time-stamp authority."""

    def __init__(self, settings: SettingsWrapper, folder: Path) -> None:
        self.settings = settings
        self.skew = timedelta()
        self.authority = replace(time_of_a_test(), clock=lambda: utc_now() + self.skew)
        use_node_folder(settings, folder / "xa", time_authorities=(self.authority.certificate_pem.decode(),))
        a_peer("xb")
        self.cast: Cast = a_cast()
        a_signing_key(self.cast.head, PASSPHRASE, at=MADE)
        self.case = an_approved(self.cast, at=MADE)
        self.head: Client = signed_in(self.cast.officer(Role.HEAD))

    def ask(self, url: str) -> None:
        self.settings.NODE = self.settings.NODE.model_copy(update={"time_authorities": [url]})

    def sign(self) -> Any:
        url = reverse("cases:request-send", args=[self.case.pk])
        page = self.head.post(url, {"passphrase": PASSPHRASE}, follow=True)
        self.case = Case.objects.get(pk=self.case.pk)
        return page

    def letter(self) -> bytes:
        return read_file(self.case.letter.file, limit=8 * 1024 * 1024)


@pytest.fixture
def desk(db: None, settings: SettingsWrapper, tmp_path: Path) -> Desk:
    del db
    return Desk(settings, tmp_path)


@contextmanager
def asking(desk: Desk) -> Iterator[list[str]]:
    with listening(wsgi(desk.authority)) as (url, calls):
        desk.ask(url)
        yield calls


def said(page: Any) -> str:
    return " ".join(str(one) for one in page.context["messages"])


def verified(desk: Desk, *, demo: bool) -> dict[str, Any]:
    """Verify the letter as anybody does who has it and our key file."""
    ring = [parse_peer_file(our_key_file(utc_now())[1])]
    found = verify_file(desk.letter(), ring, demo=demo).to_json()
    assert (found["valid"], found["kind"]) == (True, "letter")
    return found


def times(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["result"] for one in found["checks"] if one["name"].endswith("_time")}


def test_letter_signed_carries_two_time_stamps_that_anybody_verifies(desk: Desk, tmp_path: Path) -> None:
    before = utc_now()
    with asking(desk) as calls:
        page = desk.sign()
    assert calls == ["POST", "POST"]  # one for the officer, one for the authority's seal
    assert desk.case.step == "signed"
    assert "its time is only" not in said(page)
    assert desk.case.letter.time_source == AUTHORITY
    assert before - timedelta(seconds=1) <= desk.case.letter.signed_at <= utc_now()
    found = by_command(desk, tmp_path)
    assert times(found) == {"letter.officer_time": "passed", "letter.seal_time": "passed"}
    assert [one["time_source"] for one in found["signers"]] == [AUTHORITY, AUTHORITY]
    assert datetime.fromisoformat(found["signers"][0]["time"]) == desk.case.letter.signed_at
    elsewhere = verified(desk, demo=False)  # where no demonstration is believed
    assert times(elsewhere) == {"letter.officer_time": "not made", "letter.seal_time": "not made"}
    assert {one["time_source"] for one in elsewhere["signers"]} == {OWN_CLOCK}
    by_pyhanko(desk, tmp_path)
    message = desk.head.get(reverse("cases:case-message", args=[desk.case.pk, desk.case.request_message]))
    assert "CN=DEMO Time of a test" in message.content.decode()
    file = desk.head.get(reverse("cases:case-file", args=[desk.case.pk]))
    assert "CN=DEMO Time of a test" in file.content.decode()


def by_command(desk: Desk, folder: Path) -> dict[str, Any]:
    (folder / "letter.pdf").write_bytes(desk.letter())
    (folder / "xa.peer.json").write_bytes(our_key_file(utc_now())[1])
    command = "verify letter.pdf --peer xa.peer.json --json --demo"
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli", *command.split()], cwd=folder, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["valid"] is True
    return found


def by_pyhanko(desk: Desk, folder: Path) -> None:
    (folder / "ca.pem").write_text(certificate_to_pem(made_keys("xa").ca_certificate))
    (folder / "tsa.pem").write_bytes(desk.authority.certificate_pem)
    program = Path(sys.executable).with_name("pyhanko")
    command = f"{program} sign validate --trust ca.pem --trust tsa.pem --trust-replace --no-revocation-check letter.pdf"
    done = subprocess.run(shlex.split(command), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>") == 2


def test_silent_authority_stops_nobody_and_the_head_is_told(desk: Desk) -> None:
    desk.ask("http://127.0.0.1:9/")
    page = desk.sign()
    assert desk.case.step == "signed"
    assert "gave no time stamp that can be used" in said(page)
    assert desk.case.letter.time_source == OWN_CLOCK
    found = verified(desk, demo=True)
    assert times(found) == {"letter.officer_time": "not made", "letter.seal_time": "not made"}


def test_silent_authority_is_asked_once(desk: Desk) -> None:
    def broken(_environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start("500 Out of order", [("Content-Type", "text/plain")])
        return [b""]

    with listening(broken) as (url, calls):
        desk.ask(url)
        desk.sign()
    assert calls == ["POST"]
    assert desk.case.letter.time_source == OWN_CLOCK


def test_without_an_authority_the_head_is_told(desk: Desk) -> None:
    page = desk.sign()
    assert "No time-stamp authority is set here" in said(page)
    assert desk.case.letter.time_source == OWN_CLOCK


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-2)])
def test_stamp_that_a_receiver_would_refuse_is_left_out(desk: Desk, skew: timedelta) -> None:
    """A day ahead it is from the future; two days behind, the head's certificate did not exist yet."""
    desk.skew = skew
    with asking(desk):
        page = desk.sign()
    assert desk.case.step == "signed"
    assert "gave no time stamp that can be used" in said(page)
    assert times(verified(desk, demo=True)) == {
        "letter.officer_time": "not made",
        "letter.seal_time": "not made",
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_demonstration_authority_is_an_error_in_production(desk: Desk, language: str) -> None:
    desk.settings.NODE = desk.settings.NODE.model_copy(update={"production": True})
    officer = desk.cast.officer(Role.HEAD)
    officer.language = language
    officer.save(update_fields=["language"])
    with asking(desk):
        page = desk.sign()
    assert desk.case.step == "approved"
    assert not OutboxItem.objects.exists()
    [error] = page.context["form"].non_field_errors()
    assert ("for demonstrations" if language == "en" else "仅供演示") in error


class Slow:
    """A signer that takes its time: meanwhile something else happens to the request."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile = meanwhile

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> SignedLetter:
        self.meanwhile()
        return TestSigner().sign(request, at=at)


def taken_back(desk: Desk) -> None:
    reviewing.withdraw_approval(actor=desk.cast.head, case_id=desk.case.pk, notes="Wait.", now=utc_now())


def approved_anew(desk: Desk) -> None:
    taken_back(desk)
    fill_draft(desk.case, desk.cast.drafter, a_request(title="Another matter"), at=utc_now())
    an_approved(desk.cast, case=desk.case, at=utc_now())


@pytest.mark.parametrize(("meanwhile", "code"), [(taken_back, "E_NO_REVIEW"), (approved_anew, "E_CHANGED")])
def test_what_changes_while_it_is_signed_is_not_sent(desk: Desk, meanwhile: Callable[[Desk], None], code: str) -> None:
    signer = Slow(lambda: meanwhile(desk))
    with pytest.raises(CaseworkError) as caught:
        sending.send_request(actor=desk.cast.head, case_id=desk.case.pk, signer=signer, now=utc_now())
    assert caught.value.code == code
    assert not OutboxItem.objects.exists()
    assert not Letter.objects.exists()
