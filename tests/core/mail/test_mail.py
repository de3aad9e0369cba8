"""Notices by e-mail, to a real server: what they say, when they go, what refuses them, how they are switched off."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from tests.builders import cases
from tests.builders.mail_server import PASSWORD, USER, mail_server
from tests.builders.people import an_actor, an_officer, signed_in

from comity.cases.actions import reminding
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.doctor import probes
from comity.core.doctor.lights import Colour
from comity.core.jobs.models import Job, JobState
from comity.core.jobs.worker import work_all
from comity.core.mail import actions, sending
from comity.core.mail.models import MailChoice, MailNotice, Rhythm
from comity.core.mail.rules import MailError
from comity.core.officers import absences
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast
    from tests.builders.mail_server import Postbox

pytestmark = pytest.mark.django_db
ALL = ["turn", "soon", "overdue", "escalated", "absence"]


def node_with(settings: SettingsWrapper, box: Postbox, **changes: Any) -> None:
    """Let the node use this server."""
    from pydantic import SecretStr

    settings.NODE = settings.NODE.model_copy(
        update={
            "smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "starttls", "smtp_user": USER,
            "smtp_password": SecretStr(PASSWORD), "smtp_ca": box.ca, "mail_from": "comity@xa.example",
            "url": "https://comity.xa.example", **changes,
        }
    )  # fmt: skip


@pytest.fixture
def box(settings: SettingsWrapper, tmp_path: Path) -> Iterator[Postbox]:
    with mail_server(tmp_path) as running:
        node_with(settings, running)
        yield running


@pytest.fixture
def cast(box: Postbox, settings: SettingsWrapper, tmp_path: Path) -> Cast:
    from tests.builders.node_folder import use_node_folder

    mail = {name: getattr(settings.NODE, name) for name in type(settings.NODE).model_fields if name.startswith("smtp")}
    use_node_folder(settings, tmp_path / "xa")
    node_with(settings, box, **mail)
    cases.a_peer("xb")
    return cases.a_cast()


def wants(officer: Officer, *kinds: str, rhythm: Rhythm = Rhythm.AT_ONCE, address: str = "") -> MailChoice:
    """Let an officer choose, long ago."""
    return actions.choose(
        actor=Actor.of_officer(officer), address=address or f"{officer.login}@xa.example", wanted=kinds or ALL,
        rhythm=rhythm, now=utc_now() - timedelta(days=30),
    )  # fmt: skip


def run(now: Any = None) -> None:
    """Look for what is new and let the worker send it."""
    actions.gather(now or utc_now())
    work()


def work() -> None:
    """Let the worker send what waits; there is no other node here."""
    Job.objects.exclude(name=actions.SEND).delete()
    work_all(utc_now() + timedelta(seconds=1))


def test_something_new_to_do_is_told_without_a_word_about_it(cast: Cast, box: Postbox) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    wants(officer)
    case = cases.a_registered(cast, at=utc_now())
    run()
    [message] = box.messages
    assert (box.to, box.encrypted) == [[[f"{officer.login}@xa.example"]], [True]] or box.encrypted == [True]
    assert message["Subject"] == "Something waits for you"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://comity.xa.example/account/mail/>"
    assert "https://comity.xa.example" in message.get_content()
    whole = box.raw[0].decode()
    secrets = [case.our_reference, case.their_reference, str(case.pk), *case.title.split(), "XB", officer.name, "bribe"]
    secrets += [party.data["name"] for party in case.parties.all()]
    assert [one for one in secrets if one and len(one) > 1 and one in whole.replace("Something", "")] == []


def test_the_message_is_in_the_officers_language_and_the_same_for_every_kind(cast: Cast, box: Postbox) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    Officer.objects.filter(pk=officer.pk).update(language="zh-hans")
    wants(Officer.objects.get(pk=officer.pk))
    cases.a_registered(cast, at=utc_now())
    run()
    assert box.messages[0]["Subject"] == "有事项等待您处理"
    assert "请登录查看" in box.messages[0].get_content()


def test_nobody_is_told_twice_nor_of_what_waited_already(cast: Cast, box: Postbox) -> None:
    cases.a_registered(cast, at=utc_now())
    officer = cast.officer(Role.CASE_OFFICER)
    actions.choose(
        actor=cast.case_officer, address="c@xa.example", wanted=["turn"], rhythm=Rhythm.AT_ONCE, now=utc_now()
    )
    run()
    assert box.raw == []
    cases.a_registered(cast, at=utc_now())
    for _ in range(3):
        run()
        MailChoice.objects.filter(pk=officer.pk).update(sent_at=utc_now() - timedelta(hours=1))
    assert len(box.raw) == 1


def test_many_things_are_one_message_and_the_next_waits_for_the_gap(cast: Cast, box: Postbox) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    wants(officer, "turn")
    for _ in range(3):
        cases.a_registered(cast, at=utc_now())
    run()
    cases.a_registered(cast, at=utc_now())
    run()
    assert len(box.raw) == 1
    assert MailNotice.objects.filter(officer=officer, sent_at__isnull=True).count() == 1
    run(utc_now() + timedelta(minutes=16))  # found due; the worker's own clock says it is not
    assert len(box.raw) == 1
    MailChoice.objects.update(sent_at=utc_now() - timedelta(minutes=16))
    run()
    assert len(box.raw) == 2


def test_the_daily_message_waits_for_its_hour(cast: Cast, box: Postbox, settings: SettingsWrapper) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    wants(officer, "turn", rhythm=Rhythm.DAILY)
    cases.a_registered(cast, at=utc_now())
    hour = timezone.localtime().hour
    if hour < 23:  # there is a later hour today
        settings.NODE = settings.NODE.model_copy(update={"mail_hour": hour + 1})
        run()
        assert box.raw == []
    settings.NODE = settings.NODE.model_copy(update={"mail_hour": 0})
    run()
    assert len(box.raw) == 1


def test_only_what_is_chosen_is_told(cast: Cast, box: Postbox) -> None:
    wants(cast.officer(Role.CASE_OFFICER), "absence")
    cases.a_registered(cast, at=utc_now())
    run()
    assert box.raw == []


def test_reminders_and_escalations_are_told(cast: Cast, box: Postbox) -> None:
    from comity.cases.models import Case

    officer, head = cast.officer(Role.CASE_OFFICER), cast.officer(Role.HEAD)
    wants(officer, "overdue")
    wants(head, "escalated")
    case = cases.a_registered(cast, at=utc_now())
    Case.objects.filter(pk=case.pk).update(turn_due=timezone.localdate() - timedelta(days=60))
    assert reminding.write_reminders(utc_now()) >= 2
    run()
    assert sorted(to for [to] in box.to) == sorted([f"{officer.login}@xa.example", f"{head.login}@xa.example"])


def test_an_absence_that_ends_is_told_to_both(cast: Cast, box: Postbox) -> None:
    away, standing = cast.officer(Role.CASE_OFFICER), an_officer("second", [Role.CASE_OFFICER], name="Sena Second")
    wants(away, "absence")
    wants(standing, "absence")
    absences.declare_absence(
        actor=Actor.of_officer(away), officer_id=away.pk, substitute_id=standing.pk, first_day=timezone.localdate(),
        last_day=timezone.localdate(), now=utc_now(),
    )  # fmt: skip
    run()
    assert len(box.raw) == 2


def test_an_excluded_officer_is_told_of_nothing(cast: Cast, box: Postbox) -> None:
    from comity.cases.actions import shutting

    wants(cast.officer(Role.CASE_OFFICER), "turn")
    case = cases.a_registered(cast, at=utc_now())
    shutting.exclude_officer(
        actor=cast.case_officer, case_id=case.pk, officer_id=cast.officer(Role.CASE_OFFICER).pk, reason="Kin.",
        now=utc_now(),
    )  # fmt: skip
    run()
    assert box.raw == []


def test_a_server_that_is_down_is_tried_again_and_the_doctor_says_so(cast: Cast, box: Postbox) -> None:
    wants(cast.officer(Role.CASE_OFFICER), "turn")
    cases.a_registered(cast, at=utc_now())
    assert probes.mail(utc_now()).state == Colour.GREEN
    box.down = True
    run()
    job = Job.objects.get(name=actions.SEND)
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert "451" in job.error
    assert "@" not in job.error
    assert probes.mail(utc_now()).state == Colour.RED
    box.down = False
    Job.objects.update(not_before=utc_now())
    work()
    assert len(box.raw) == 1
    assert probes.mail(utc_now()).state == Colour.GREEN


def test_an_address_refused_for_good_is_used_no_more_and_its_officer_reads_so(cast: Cast, box: Postbox) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    choice = wants(officer, "turn")
    box.refuse[choice.address] = "550 5.1.1 no such mailbox"
    cases.a_registered(cast, at=utc_now())
    run()
    choice.refresh_from_db()
    assert choice.dead_at is not None
    assert Job.objects.get(name=actions.SEND).state == JobState.DONE
    assert AuditEntry.objects.filter(code="core.mail.dead").count() == 1
    assert probes.mail(utc_now()).state == Colour.AMBER
    client = signed_in(officer)
    assert "Your address was refused" in client.get("/").content.decode()
    box.refuse.clear()
    run()
    assert box.raw == []
    client.post("/account/mail/", {"address": "right@xa.example", "kinds": ["turn"], "rhythm": "at_once"})
    cases.a_registered(cast, at=utc_now())
    run()
    assert box.to == [["right@xa.example"]]


def test_a_certificate_of_another_is_refused_before_the_password_is_said(
    settings: SettingsWrapper, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with mail_server(tmp_path / "other", host="elsewhere.example") as other:
        node_with(settings, other)
        with pytest.raises(MailError, match="SSLCertVerificationError"):
            sending.look()
        assert probes.mail_server(utc_now()).state == Colour.RED
        node_with(settings, other, smtp_ca=None)
        with pytest.raises(MailError, match="SSLCertVerificationError"):
            sending.look()


@contextmanager
def tls_from_the_start(settings: SettingsWrapper, folder: Path) -> Iterator[Postbox]:
    with mail_server(folder, security="tls") as running:
        node_with(settings, running, smtp_security="tls")
        yield running


def test_tls_from_the_start_and_a_wrong_password(cast: Cast, settings: SettingsWrapper, tmp_path: Path) -> None:
    from pydantic import SecretStr

    (tmp_path / "tls").mkdir()
    with tls_from_the_start(settings, tmp_path / "tls") as running:
        sending.look()
        assert probes.mail_server(utc_now()).state == Colour.GREEN
        wants(cast.officer(Role.HEAD), "turn")
        actions.send_test(actor=cast.head, now=utc_now())
        assert len(running.raw) == 1
        node_with(settings, running, smtp_security="tls", smtp_password=SecretStr("wrong"))
        with pytest.raises(MailError, match="E_MAIL: SMTPAuthenticationError 535"):
            sending.look()


def test_nothing_is_sent_where_no_server_is_set(cast: Cast, settings: SettingsWrapper) -> None:
    from comity.core.mail.jobs import gather

    settings.NODE = settings.NODE.model_copy(update={"smtp_host": ""})
    wants(cast.officer(Role.CASE_OFFICER), "turn")
    cases.a_registered(cast, at=utc_now())
    gather()
    assert not MailNotice.objects.filter(sent_at__isnull=True).exists()
    assert probes.mail(utc_now()).state == Colour.AMBER
    assert probes.mail_server(utc_now()).state == Colour.AMBER
    with pytest.raises(MailError, match="E_MAIL_OFF"):
        actions.send_test(actor=cast.case_officer, now=utc_now())


HOSTILE = ["a@xa.example\r\nBcc: all@xb.example", "a@xa.example\nX: y", "a\r@xa.example", "a@xa.example, b@xb.example"]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.usefixtures("box")
def test_an_address_that_would_write_a_header_is_refused_at_every_door(hostile: str) -> None:
    actor = an_actor(Role.CASE_OFFICER)
    page = signed_in(Officer.objects.get(pk=actor.officer_id)).post(
        "/account/mail/", {"address": hostile, "kinds": ["turn"], "rhythm": "at_once"}
    )
    assert page.status_code == 200
    with pytest.raises(MailError, match="E_MAIL_ADDRESS"):
        actions.choose(actor=actor, address=hostile, wanted=["turn"], rhythm=Rhythm.AT_ONCE, now=utc_now())
    from comity.core.mail import rules

    with pytest.raises(MailError, match="E_MAIL_ADDRESS"):
        sending.compose(hostile, "en", at=utc_now(), subject=rules.SUBJECT, body=rules.BODY)
    assert not MailChoice.objects.exists()


def test_the_page_chooses_tries_and_switches_off(cast: Cast, box: Postbox) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    client = signed_in(officer)
    assert client.post("/account/mail/test/", follow=True).content.decode().count("Save an address first.") == 1
    client.post("/account/mail/", {"address": "c@xa.example", "kinds": ["turn", "soon"], "rhythm": "daily"})
    choice = MailChoice.objects.get(officer=officer)
    assert (choice.address, choice.kinds, choice.rhythm) == ("c@xa.example", ["turn", "soon"], "daily")
    client.post("/account/mail/test/")
    assert box.messages[0]["Subject"] == "Test message"
    shown = client.get("/account/mail/").content.decode()
    assert "c@xa.example" in shown
    client.post("/account/mail/off/")
    assert not MailChoice.objects.exists()
    told = list(AuditEntry.objects.filter(code__startswith="core.mail").values_list("code", "data"))
    assert [code for code, _data in told] == ["core.mail.chosen", "core.mail.off"]
    assert "xa.example" not in str(told)


def test_one_officer_never_sees_the_choice_of_another(cast: Cast) -> None:
    wants(cast.officer(Role.HEAD), "turn", address="private@xa.example")
    assert "private@" not in signed_in(cast.officer(Role.CASE_OFFICER)).get("/account/mail/").content.decode()
