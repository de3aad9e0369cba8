"""A receipt on paper: from the page of its message, in both languages, with the proof inside it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cases import NOW, Cast, a_sent
from tests.builders.people import signed_in
from tests.builders.receipts import a_receipt, a_signed_receipt

from comity.cases.letters.receipt import grouped
from comity.core.audit.models import AuditEntry
from comity.core.keys import node_keys
from comity.core.roles import Role
from comity.exchange import receipts
from comity.exchange.models import OutboxItem, Peer, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.keyfile import parse_peer_file
from comity.seal.receipt import Event

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from comity.cases.models import Case

pytestmark = pytest.mark.django_db


class World:
    """A request of ours with XB's receipt for it, and its drafter."""

    def __init__(self, cast: Cast, **changes: object) -> None:
        self.cast = cast
        self.case: Case = a_sent(cast)
        self.item = OutboxItem.objects.get(case_id=self.case.pk)
        self.said = a_receipt(message_id=self.item.pk, **changes)
        self.raw = a_signed_receipt(**{name: getattr(self.said, name) for name in self.said.__dataclass_fields__})
        self.stored = StoredReceipt.objects.create(
            peer=Peer.objects.get(node_id="xb"), ours=False, event=self.said.event, message_id=self.item.pk,
            raw=self.raw, sha256=self.item.pk.hex * 2, seq=1, event_time=NOW, stored_at=NOW,
        )  # fmt: skip
        self.reader: Client = signed_in(cast.officer(Role.DRAFTER))

    def paper(self, language: str = "en", receipt_id: Any = None) -> Any:
        url = reverse("cases:receipt-paper", args=[self.case.pk, receipt_id or self.stored.pk])
        return self.reader.get(f"{url}?in={language}")


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def words(pdf: bytes) -> str:
    """Return what stands on the pages without any space: lines break where they will."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def attached(pdf: bytes) -> dict[str, bytes]:
    return {name: files[0] for name, files in PdfReader(BytesIO(pdf)).attachments.items()}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_paper_says_what_the_receipt_says(world: World, language: str) -> None:
    answer = world.paper(language)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    pdf, said = answer.content, world.said
    assert b"pdfuaid:part" in pdf
    assert b"pdfaid:part" in pdf
    shown = words(pdf)
    expected = [
        said.event.value, said.event.label.get(language), str(said.message_id), str(said.chain_id),
        str(said.evidence_id),
        grouped(said.package.sha256), grouped(said.package.sha512), *(grouped(one.sha256) for one in said.blobs),
        world.stored.peer.name_in(language), "(XB)", settings.NODE.name_in(language), "09:00:00",
        {"en": "wrong by at most 40 ms", "zh-hans": "误差不超过40毫秒"}[language],
        {"en": "Valid, verified on", "zh-hans": "有效，核验于"}[language],
        {"en": "not made", "zh-hans": "未核查"}[language],  # no time stamp
        {"en": "own clock", "zh-hans": "签名方自身时钟"}[language],
        "comity verify", "--peer xa.peer.json", "--peer xb.peer.json", "--demo",
        parse_peer_file(bytes(world.stored.peer.key_file)).fingerprint(),
        world.case.our_reference,
    ]  # fmt: skip
    missing = [one for one in expected if re.sub(r"\s", "", one) not in shown]
    assert not missing
    assert world.case.title not in shown  # nothing of what the request says


def test_what_is_attached_is_verified_by_the_command_on_the_paper(world: World, tmp_path: Path) -> None:
    pdf = world.paper().content
    files = attached(pdf)
    name = f"receipt-{world.said.evidence_id}.json"
    assert set(files) == {name, "xa.peer.json", "xb.peer.json"}
    assert files[name] == world.raw
    for title, content in files.items():
        (tmp_path / title).write_bytes(content)
    command = (f"comity verify {name}", "--peer xa.peer.json", "--peer xb.peer.json", "--demo")
    assert all(part.replace(" ", "") in words(pdf) for part in command)  # a page may end between two of them
    program = [sys.executable, "-m", "comity.cli", *shlex.split(" ".join(command))[1:]]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / name).write_bytes(world.raw.replace(b'"sig"', b'"sag"', 1))
    assert subprocess.run(program, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_page_of_the_message_leads_to_both_languages(world: World) -> None:
    page = world.reader.get(reverse("cases:case-message", args=[world.case.pk, world.item.pk])).content.decode()
    url = reverse("cases:receipt-paper", args=[world.case.pk, world.stored.pk])
    assert f'{url}?in=en"' in page
    assert f'{url}?in=zh-hans"' in page


def test_giving_it_out_is_on_record(world: World) -> None:
    world.paper()
    [entry] = AuditEntry.objects.filter(code="cases.receipt.printed")
    assert entry.subject == f"cases.case:{world.case.pk}"
    trail = world.reader.get(reverse("cases:case-audit", args=[world.case.pk])).content.decode()
    assert "Receipt given out as a paper" in trail


def test_receipt_of_another_case_or_of_none_is_not_there(world: World) -> None:
    other = World(world.cast)
    assert world.paper(receipt_id=other.stored.pk).status_code == 404
    assert world.paper(receipt_id=new_id()).status_code == 404
    assert not AuditEntry.objects.filter(code="cases.receipt.printed").exists()


def test_refusal_prints_its_code_and_that_it_is_not_valid_any_more(cast: Cast) -> None:
    """A receipt whose recorder's key file here is another than that which signed it cannot be told."""
    world = World(cast, event=Event.CONTENT_HANDOVER_FAILURE, reason_code="E_SIGNATURE", person=None)
    Peer.objects.filter(node_id="xb").update(key_file=b"")
    shown = words(world.paper().content)
    assert "E_SIGNATURE" in shown
    assert re.sub(r"\s", "", "the key of its recorder is not confirmed here") in shown
    assert set(attached(world.paper().content)) == {f"receipt-{world.said.evidence_id}.json", "xa.peer.json"}


def test_spoiled_receipt_is_printed_as_not_valid(world: World) -> None:
    StoredReceipt.objects.filter(pk=world.stored.pk).update(raw=a_signed_receipt("xa", message_id=world.item.pk))
    assert "NOTVALID" in words(world.paper().content)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_own_receipt_for_what_went_by_letter_has_no_bytes(world: World, language: str) -> None:
    own = receipts.sign(world.stored.peer, Event.RELAY_TO_NON_ERDS, message_id=world.item.pk, now=NOW, from_us=True)
    pdf = world.paper(language, own.pk).content
    assert {"en": "went by letter", "zh-hans": "以信函方式递送"}[language].replace(" ", "") in words(pdf)
    assert attached(pdf)[f"receipt-{own.pk}.json"] == bytes(own.raw)
    assert node_keys().node_id == "xa"
