"""Choose what one is told by e-mail; find what is new; send it."""

from __future__ import annotations

import zoneinfo
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.jobs.actions import enqueue
from comity.core.mail import rules, sending
from comity.core.mail.kinds import key_of, kinds
from comity.core.mail.models import MailChoice, MailNotice, Rhythm
from comity.core.officers.models import Officer
from comity.core.policies import Permission

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime, tzinfo
    from uuid import UUID

    from django.db.models import QuerySet

SEND = "core.mail.send"
LOOK_BACK = timedelta(days=2)  # what began earlier is no news
KEPT = timedelta(days=14)


@transaction.atomic
def choose(*, actor: Actor, address: str, wanted: Collection[str], rhythm: Rhythm, now: datetime) -> MailChoice:
    """Choose what one is told of. What waits already is no news: nothing is sent for it.

    Raises:
        MailError: `E_MAIL_ADDRESS`.
    """
    access.require(actor, Permission.ACCOUNT_VIEW)
    rules.check_address(address)
    known = [code for code in kinds() if code in set(wanted)]
    choice, _new = MailChoice.objects.select_for_update().update_or_create(
        officer_id=actor.person(),
        defaults={"address": address, "kinds": known, "rhythm": rhythm.value, "changed_at": now, "dead_at": None},
    )
    Officer.objects.filter(pk=actor.person()).update(mail_refused=False)
    known_already = list(_new_notices(choice, now))
    for notice in known_already:
        notice.sent_at = now
    MailNotice.objects.bulk_create(known_already, ignore_conflicts=True)
    data = {"kinds": known, "rhythm": rhythm.value}
    record(actor=actor, code=AuditCode.MAIL_CHOSEN, subject=f"core.officer:{actor.person()}", at=now, data=data)
    return choice


@transaction.atomic
def switch_off(*, actor: Actor, now: datetime) -> None:
    """Be told of nothing by e-mail any more, and forget the address."""
    access.require(actor, Permission.ACCOUNT_VIEW)
    Officer.objects.filter(pk=actor.person()).update(mail_refused=False)
    gone, _rows = MailChoice.objects.filter(officer_id=actor.person()).delete()
    MailNotice.objects.filter(officer_id=actor.person(), sent_at__isnull=True).delete()
    if gone:
        record(actor=actor, code=AuditCode.MAIL_OFF, subject=f"core.officer:{actor.person()}", at=now)


def send_test(*, actor: Actor, now: datetime) -> None:
    """Send a test message to one's own address, now.

    Raises:
        MailChoice.DoesNotExist: nothing is chosen.
        MailError: as the server answers.
    """
    access.require(actor, Permission.ACCOUNT_VIEW)
    choice = MailChoice.objects.select_related("officer").get(officer_id=actor.person())
    sending.send(
        sending.compose(
            choice.address, choice.officer.language, at=now, subject=rules.TEST_SUBJECT, body=rules.TEST_BODY
        )
    )


def gather(now: datetime) -> int:
    """Write down what is new for each officer who wants to be told, and have it sent. Returns for how many officers."""
    told = 0
    for choice in _choices():
        rows = list(_new_notices(choice, now))
        with transaction.atomic():
            MailNotice.objects.bulk_create(rows, ignore_conflicts=True)
            if MailNotice.objects.filter(officer=choice.pk, sent_at__isnull=True).exists() and _is_due(choice, now):
                enqueue(SEND, {"officer": str(choice.pk)}, dedupe=str(choice.pk))
                told += 1
    MailNotice.objects.filter(at__lt=now - KEPT).delete()
    return told


def deliver(officer_id: UUID, now: datetime) -> bool:
    """Send one message for all that an officer is to be told of; return whether one went.

    A worker that dies after the server took the message and before that is written down sends it again.

    Raises:
        MailError: `E_MAIL`, to be tried again. An address refused for good is marked, and nothing raised.
    """
    choice = _choices().filter(pk=officer_id).first()
    waiting = MailNotice.objects.filter(officer=officer_id, sent_at__isnull=True)
    keys = list(waiting.values_list("pk", flat=True))
    if choice is None or not keys or not sending.is_set_up() or not _is_due(choice, now):
        return False
    message = sending.compose(choice.address, choice.officer.language, at=now, subject=rules.SUBJECT, body=rules.BODY)
    try:
        sending.send(message)
    except rules.MailError as error:
        if error.code != "E_MAIL_DEAD":
            raise
        _give_up(choice, now)
        return False
    with transaction.atomic():
        MailNotice.objects.filter(pk__in=keys).update(sent_at=now)
        MailChoice.objects.filter(pk=choice.pk).update(sent_at=now)
    return True


@transaction.atomic
def _give_up(choice: MailChoice, now: datetime) -> None:
    """Mark an address that the server refuses for good, unless the officer gave another one meanwhile."""
    if MailChoice.objects.filter(pk=choice.pk, address=choice.address, dead_at__isnull=True).update(dead_at=now):
        MailNotice.objects.filter(officer=choice.pk, sent_at__isnull=True).delete()
        Officer.objects.filter(pk=choice.pk).update(mail_refused=True)
        actor = Actor.system("core.mail")
        record(actor=actor, code=AuditCode.MAIL_DEAD, subject=f"core.officer:{choice.pk}", at=now)


def _choices() -> QuerySet[MailChoice]:
    found = MailChoice.objects.filter(officer__is_active=True, dead_at__isnull=True).exclude(kinds=[])
    return found.select_related("officer").order_by("pk")


def _new_notices(choice: MailChoice, now: datetime) -> Iterator[MailNotice]:
    """Yield a row for each thing that the officer is not told of yet."""
    actor, known = Actor.of_officer(choice.officer), kinds()
    told = set(MailNotice.objects.filter(officer=choice.pk).values_list("kind", "key"))
    for code in choice.kinds:
        for name in known[code].find(actor, now - LOOK_BACK, now) if code in known else ():
            key = key_of(name)
            if (code, key) not in told:
                told.add((code, key))
                yield MailNotice(officer_id=choice.pk, kind=code, key=key, at=now)


def _is_due(choice: MailChoice, now: datetime) -> bool:
    daily = choice.rhythm == Rhythm.DAILY
    zone = _zone(choice.officer.time_zone)
    return rules.is_due(daily=daily, hour=settings.NODE.mail_hour, now=now, last=choice.sent_at, zone=zone)


def _zone(name: str) -> tzinfo:
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
