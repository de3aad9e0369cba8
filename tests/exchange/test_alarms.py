"""Alarms, seen to: a finding in words, a second officer where forging is possible, everything kept on record."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.moves import MoveError
from comity.core.roles import Role
from comity.exchange import alarms, chains, probes, queries
from comity.exchange.alarm_words import OTHER, WORDS
from comity.exchange.models import Alarm, AlarmFinding
from comity.seal.link import Head
from comity.seal.statement import Purpose, Statement, sign_statement
from comity.seal.verify import verify_file
from tests.builders.keys import NOW, node_keys, peer_file
from tests.builders.people import an_officer, signed_in

if TYPE_CHECKING:
    from django.test import Client

    from comity.core.officers.models import Officer
    from comity.exchange.models import Peer

FORGED = ["E_CHAIN_HEAD", "E_CHAIN", "E_ID_REUSED", "E_DIRECTORY_SPLIT", "E_NEVER_HEARD_OF"]
LOST = ["E_HEAD_BACK", "E_CHAIN_RESTART", "E_LOST_MESSAGE"]
FOUND = "Telephoned Ilka Sample at 10:00; both digests compared: the node was put together wrongly."


def raised(peer: Peer, code: str, digest: str = "ab", evidence: bytes = b"{}") -> Alarm:
    alarm = chains.raise_alarm(peer, code, evidence=evidence, sha256=digest * 32, message_id=None, now=NOW)
    assert alarm is not None
    return alarm


@pytest.fixture
def ada(peer: Peer) -> Officer:
    return an_officer("ada", [Role.ADMINISTRATOR])


@pytest.fixture
def hana(peer: Peer) -> Officer:
    return an_officer("hana", [Role.HEAD])


def page_of(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("code", LOST)
def test_what_speaks_of_a_loss_is_seen_to_by_one_officer(peer: Peer, ada: Officer, code: str):
    alarm = raised(peer, code)
    assert probes.alarms(NOW).state is Colour.RED
    alarms.write_finding(actor=Actor.of_officer(ada), alarm_id=alarm.pk, text=FOUND, now=NOW)
    assert probes.alarms(NOW).state is Colour.GREEN
    assert probes.heads(NOW).state is Colour.GREEN
    assert Alarm.objects.get().seen_at == NOW
    assert AlarmFinding.objects.get().text == FOUND
    told = list(
        AuditEntry.objects.filter(code__startswith="exchange.alarm").order_by("seq").values_list("code", "actor")
    )
    assert told == [
        ("exchange.alarm.raised", "system:exchange.chains"),
        ("exchange.alarm.explained", f"officer:{ada.pk}"),
        ("exchange.alarm.seen_to", f"officer:{ada.pk}"),
    ]
    assert not any(word in entry.data for entry in AuditEntry.objects.all() for word in ("Ilka", "Telephoned"))


@pytest.mark.parametrize("code", FORGED)
def test_what_may_be_forged_needs_a_second_officer(peer: Peer, ada: Officer, hana: Officer, code: str):
    alarm = raised(peer, code)
    first, second = Actor.of_officer(ada), Actor.of_officer(hana)
    alarms.write_finding(actor=first, alarm_id=alarm.pk, text=FOUND, now=NOW)
    assert probes.alarms(NOW).state is Colour.RED
    assert "1 of them wait" in probes.alarms(NOW).what.en
    with pytest.raises(AccessDenied):
        alarms.confirm_finding(actor=first, alarm_id=alarm.pk, now=NOW)
    with pytest.raises(MoveError, match="E_STALE"):
        alarms.write_finding(actor=second, alarm_id=alarm.pk, text="Another", now=NOW)
    alarms.confirm_finding(actor=second, alarm_id=alarm.pk, now=NOW + timedelta(hours=1))
    assert probes.alarms(NOW).state is Colour.GREEN
    finding = AlarmFinding.objects.get()
    assert (finding.written_by, finding.decided_by, finding.state) == (ada, hana, "accepted")
    with pytest.raises(MoveError, match="E_STALE"):
        alarms.confirm_finding(actor=second, alarm_id=alarm.pk, now=NOW)
    with pytest.raises(MoveError, match="E_STALE"):
        alarms.write_finding(actor=first, alarm_id=alarm.pk, text="Again", now=NOW)


def test_the_database_itself_holds_four_eyes(peer: Peer, ada: Officer):
    alarm = raised(peer, "E_CHAIN")
    alarms.write_finding(actor=Actor.of_officer(ada), alarm_id=alarm.pk, text=FOUND, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AlarmFinding.objects.update(state="accepted", decided_by=ada, decided_at=NOW)


def test_a_returned_finding_leaves_the_alarm_open_and_stays_on_record(peer: Peer, ada: Officer, hana: Officer):
    alarm = raised(peer, "E_CHAIN")
    first, second = Actor.of_officer(ada), Actor.of_officer(hana)
    alarms.write_finding(actor=first, alarm_id=alarm.pk, text="All well.", now=NOW)
    with pytest.raises(ValueError, match="reason"):
        alarms.return_finding(actor=second, alarm_id=alarm.pk, reason=" \u200b\x00 ".replace("\u200b", ""), now=NOW)
    alarms.return_finding(actor=second, alarm_id=alarm.pk, reason="Whom did you telephone?", now=NOW)
    assert probes.alarms(NOW).state is Colour.RED
    alarms.write_finding(actor=second, alarm_id=alarm.pk, text=FOUND, now=NOW + timedelta(hours=1))
    alarms.confirm_finding(actor=first, alarm_id=alarm.pk, now=NOW + timedelta(hours=2))
    told = AlarmFinding.objects.values_list("text", "state", "reason")
    assert list(told) == [("All well.", "returned", "Whom did you telephone?"), (FOUND, "accepted", "")]
    assert AuditEntry.objects.filter(code="exchange.alarm.finding_returned").count() == 1


def test_another_of_the_same_kind_is_red_again_and_the_same_item_is_not(peer: Peer, ada: Officer):
    alarm = raised(peer, "E_HEAD_BACK")
    alarms.write_finding(actor=Actor.of_officer(ada), alarm_id=alarm.pk, text=FOUND, now=NOW)
    same = chains.raise_alarm(peer, "E_HEAD_BACK", evidence=b"", sha256="ab" * 32, message_id=None, now=NOW)
    assert same is None
    assert probes.alarms(NOW).state is Colour.GREEN
    raised(peer, "E_HEAD_BACK", "cd")
    assert probes.alarms(NOW).state is Colour.RED
    assert queries.unseen_alarms().count() == 1
    assert Alarm.objects.count() == 2


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.HEAD}))
def test_nobody_else_sees_to_an_alarm(peer: Peer, role: Role):
    alarm = raised(peer, "E_HEAD_BACK")
    other = Actor.of_officer(an_officer("other", [role]))
    for act in (
        lambda: alarms.write_finding(actor=other, alarm_id=alarm.pk, text=FOUND, now=NOW),
        lambda: alarms.confirm_finding(actor=other, alarm_id=alarm.pk, now=NOW),
        lambda: alarms.return_finding(actor=other, alarm_id=alarm.pk, reason="No.", now=NOW),
    ):
        with pytest.raises(AccessDenied):
            act()
    assert Alarm.objects.get().seen_at is None


def test_two_officers_see_to_a_split_view_over_the_pages(peer: Peer, ada: Officer, hana: Officer):
    alarm = raised(peer, "E_CHAIN_HEAD")
    path = f"/peers/alarms/{alarm.pk}/"
    page = page_of(signed_in(ada), "/doctor/")
    assert "/peers/alarms/" in page
    assert path in page_of(signed_in(ada), "/")
    assert path in page_of(signed_in(ada), "/peers/alarms/")
    assert "1 alarm must be seen to" in page_of(signed_in(hana), "/peers/")
    page = page_of(signed_in(ada), path)
    assert "Two views of one chain" in page
    assert "Telephone the counterpart" in page
    assert "a second officer must confirm it" in page
    page = page_of(signed_in(ada), path, {"text": "   "})
    assert 'href="#id_text"' in page
    page = page_of(signed_in(ada), path, {"text": f"{FOUND}<script>\u202e"})
    assert "when a second officer has confirmed it" in page
    assert "<script>\u202e" not in page
    assert "not for whoever wrote the finding" in page
    assert signed_in(ada).post(path, {"decision": "confirm"}).status_code == 403
    assert path not in page_of(signed_in(ada), "/")
    assert "Confirm what was found out" in page_of(signed_in(hana), "/")
    page = page_of(signed_in(hana), path, {"decision": "return", "reason": ""})
    assert 'href="#id_reason"' in page
    page = page_of(signed_in(hana), path, {"decision": "confirm", "reason": "not needed"})
    assert "The alarm and what was found stay on record." in page
    assert "confirmed by Hana Head" in page
    assert "1 alarm must be seen to" not in page_of(signed_in(hana), "/peers/")
    assert signed_in(hana).post(path, {"decision": "confirm"}).status_code == 409
    assert signed_in(hana).post(path, {"decision": "forget"}).status_code == 400


@pytest.mark.parametrize("role", [Role.REGISTRY, Role.AUDITOR])
def test_an_alarm_is_no_work_of_those_who_may_not_see_to_it(peer: Peer, ada: Officer, role: Role):
    path = f"/peers/alarms/{raised(peer, 'E_CHAIN_HEAD').pk}/"
    assert path in page_of(signed_in(ada), "/")
    assert path not in page_of(signed_in(an_officer("other", [role])), "/")


def test_an_officer_sees_to_a_loss_alone_over_the_page(peer: Peer, ada: Officer):
    path = f"/peers/alarms/{raised(peer, 'E_HEAD_BACK').pk}/"
    page = page_of(signed_in(ada), path, {"text": FOUND})
    assert "Seen to. The alarm and what was found stay on record." in page
    assert FOUND.split(":", maxsplit=1)[0] in page
    assert Alarm.objects.get().seen_at is not None


def test_a_second_officer_returns_a_finding_over_the_page(peer: Peer, ada: Officer, hana: Officer):
    path = f"/peers/alarms/{raised(peer, 'E_CHAIN').pk}/"
    page_of(signed_in(ada), path, {"text": "All well."})
    page = page_of(signed_in(hana), path, {"decision": "return", "reason": "Whom did you telephone?"})
    assert "Returned with your reason. The alarm stays open." in page
    assert "Whom did you telephone?" in page
    assert AlarmFinding.objects.get().reason == "Whom did you telephone?"
    assert Alarm.objects.get().seen_at is None


@pytest.mark.parametrize("blank", ["", " \n ", "\x01", "\x01 \x02"], ids=["nothing", "blanks", "control", "both"])
def test_what_says_nothing_is_neither_a_finding_nor_a_reason(peer: Peer, ada: Officer, hana: Officer, blank: str):
    alarm = raised(peer, "E_CHAIN")
    path = f"/peers/alarms/{alarm.pk}/"
    with pytest.raises(ValueError, match="says something"):
        alarms.write_finding(actor=Actor.of_officer(ada), alarm_id=alarm.pk, text=blank, now=NOW)
    assert 'href="#id_text"' in page_of(signed_in(ada), path, {"text": blank})
    assert not AlarmFinding.objects.exists()
    page_of(signed_in(ada), path, {"text": FOUND})
    with pytest.raises(ValueError, match="has a reason"):
        alarms.return_finding(actor=Actor.of_officer(hana), alarm_id=alarm.pk, reason=blank, now=NOW)
    assert 'href="#id_reason"' in page_of(signed_in(hana), path, {"decision": "return", "reason": blank})
    assert AlarmFinding.objects.get().state == "written"


def test_an_auditor_reads_and_cannot_act(peer: Peer, ada: Officer):
    alarm = raised(peer, "E_CHAIN_RESTART")
    client = signed_in(an_officer("aude", [Role.AUDITOR]))
    page = page_of(client, f"/peers/alarms/{alarm.pk}/")
    assert "<textarea" not in page
    answer = client.post(f"/peers/alarms/{alarm.pk}/", {"text": FOUND})
    assert answer.status_code == 403


def test_the_evidence_is_the_signed_statement_and_verifies(peer: Peer, ada: Officer):
    said = Statement(Purpose.HEADS, "xa", "xb", NOW, own=Head(alarm_chain(), 7, "5a" * 32), held=None)
    raw = sign_statement(said, node_keys("xa").signing_pair(NOW))
    alarm = raised(peer, "E_CHAIN_HEAD", evidence=raw)
    answer = signed_in(ada).get(f"/peers/alarms/{alarm.pk}/evidence/")
    assert answer.content == raw
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="xa-abab')
    verdict = verify_file(answer.content, [peer_file("xa")])
    assert (verdict.valid, verdict.kind, verdict.signers[0].name) == (True, "statement", "xa")
    assert any(check.name == "statement.own_head" and "5a" * 32 in check.detail for check in verdict.checks)
    assert verify_file(raw, [peer_file("xb")]).valid is None
    broken = json.loads(raw)
    broken["payload"] = broken["payload"][:-8] + "AAAAAAA="
    assert verify_file(json.dumps(broken, separators=(",", ":")).encode(), [peer_file("xa")]).valid is not True
    empty = raised(peer, "E_CHAIN", evidence=b"")
    assert signed_in(ada).get(f"/peers/alarms/{empty.pk}/evidence/").status_code == 404


def alarm_chain():
    from comity.kernel.ids import new_id

    return new_id()


def test_the_page_reads_in_chinese(peer: Peer, hana: Officer):
    alarm = raised(peer, "E_ID_REUSED")
    client = signed_in(an_officer("zhang", [Role.ADMINISTRATOR], language="zh-hans"))
    page = page_of(client, f"/peers/alarms/{alarm.pk}/")
    assert "同一文电编号，内容不同" in page
    assert "须由第二名工作人员确认" in page


def test_every_kind_that_is_raised_has_its_own_words():
    assert set(FORGED[:-1] + LOST) == set(WORDS)
    assert alarms.needs_two("E_NEVER_HEARD_OF")
    assert OTHER.steps
