"""The probes of `core`: keys, database, audit log, volume, clock, fonts, backups, workers, dead jobs, disk, time."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import typst
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity.core.audit.heads import HeadError, own_keys
from comity.core.audit.models import AuditEntry
from comity.core.audit.verify import AuditError, verify_log
from comity.core.backup import state
from comity.core.doctor import texts
from comity.core.doctor.clock import is_synchronised, stamped_time
from comity.core.doctor.lights import Colour, Light, filled, probe
from comity.core.doctor.volume import is_encrypted
from comity.core.jobs.models import Job, JobState, WorkerBeat
from comity.core.keys import data_folder, keys_folder, node_keys, unlock_file
from comity.core.mail import sending
from comity.core.mail.actions import SEND
from comity.core.mail.models import MailChoice
from comity.core.mail.rules import MailError
from comity.kernel.clock import from_wire, to_wire
from comity.kernel.errors import ComityError
from comity.seal.errors import SealError
from comity.seal.timestamp import DEMO_CODE, HttpAuthority

if TYPE_CHECKING:
    from pathlib import Path

SKEW: Final = timedelta(minutes=2)  # exchange.md §1.7
WORKER_SILENT: Final = timedelta(seconds=60)
BACKUP_OLD: Final = timedelta(days=2)
PROOF_OLD: Final = timedelta(days=92)
DISK_RED, DISK_AMBER = 1 << 30, 10 << 30  # bytes free
GREEN, AMBER, RED, UNKNOWN = Colour.GREEN, Colour.AMBER, Colour.RED, Colour.UNKNOWN


@probe("core.keys")
def keys(now: datetime) -> Light:
    """Do the node's keys open, is one alive, and can nobody but the node's own account read them?"""
    try:
        node_keys().signing_pair(now)
    except (ComityError, OSError) as error:
        code = error.code if isinstance(error, ComityError) else type(error).__name__
        return Light("core.keys", RED, filled(texts.KEYS_SHUT, code=code), texts.KEYS_SHUT_DO)
    open_to_others = [path for path in (keys_folder(), *keys_folder().iterdir(), unlock_file()) if _others_may(path)]
    if open_to_others:
        names = ", ".join(sorted({path.name for path in open_to_others}))
        return Light("core.keys", AMBER, filled(texts.KEYS_OPEN, names=names), texts.KEYS_OPEN_DO)
    return Light("core.keys", GREEN, texts.KEYS_GOOD)


@probe("core.database")
def database(_now: datetime) -> Light:
    """Is the database whole and of this version?"""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            if cursor.fetchall() != [("ok",)]:
                return Light("core.database", RED, texts.DATABASE_DAMAGED, texts.DATABASE_DAMAGED_DO)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return Light("core.database", RED, texts.DATABASE_OLD, texts.DATABASE_OLD_DO)
    return Light("core.database", GREEN, texts.DATABASE_GOOD)


@probe("core.audit", slow=True)
def audit(now: datetime) -> Light:
    """Does the audit log hold from its first entry to its last?"""
    try:
        found = verify_log(pinned=own_keys(node_keys(), now))
    except (AuditError, HeadError) as error:
        index = error.params["index"]
        return Light("core.audit", RED, filled(texts.AUDIT_BROKEN, index=index), texts.AUDIT_BROKEN_DO)
    return Light("core.audit", GREEN, filled(texts.AUDIT_GOOD, size=found.size))


@probe("core.volume")
def volume(_now: datetime) -> Light:
    """Is the volume under the database encrypted? Files are sealed one by one in any case."""
    found = is_encrypted(data_folder())
    if found:
        return Light("core.volume", GREEN, texts.VOLUME_GOOD)
    return Light("core.volume", AMBER, texts.VOLUME_PLAIN, texts.VOLUME_PLAIN_DO)


@probe("core.clock")
def clock(now: datetime) -> Light:
    """Does the clock stand before what was already written down, and does anything discipline it?"""
    last = AuditEntry.objects.order_by("-seq").values_list("at", flat=True).first()
    if last is not None and from_wire(last) > now + SKEW:
        return Light("core.clock", RED, filled(texts.CLOCK_BACK, now=to_wire(now), last=last), texts.CLOCK_DO)
    known = is_synchronised()
    if known is None:
        return Light("core.clock", UNKNOWN, texts.CLOCK_UNKNOWN, texts.CLOCK_DO)
    if not known:
        return Light("core.clock", AMBER, texts.CLOCK_ALONE, texts.CLOCK_DO)
    return Light("core.clock", GREEN, texts.CLOCK_GOOD)


@probe("core.time_authority", slow=True)
def time_authority(now: datetime) -> Light:
    """Does a time-stamp authority answer, and does it agree with our clock?"""
    name, addresses = "core.time_authority", settings.NODE.time_authorities
    if not addresses:
        return Light(name, AMBER, texts.AUTHORITY_NONE, texts.AUTHORITY_NONE_DO)
    before = datetime.now(tz=now.tzinfo)
    try:
        said = stamped_time(HttpAuthority(addresses[0], demo=not settings.NODE.production), os.urandom(32))
    except (SealError, ValueError, TypeError) as error:
        if isinstance(error, SealError) and error.code == DEMO_CODE:
            return Light(name, RED, texts.AUTHORITY_DEMO, texts.AUTHORITY_NONE_DO)
        return Light(name, AMBER, texts.AUTHORITY_SILENT, texts.AUTHORITY_SILENT_DO)
    after = datetime.now(tz=now.tzinfo)
    if not before - SKEW <= said <= after + SKEW:
        skew = round((before - said).total_seconds())
        return Light(name, RED, filled(texts.AUTHORITY_SKEW, seconds=skew), texts.CLOCK_DO)
    return Light(name, GREEN, texts.AUTHORITY_GOOD)


@probe("core.fonts", slow=True)
def fonts(_now: datetime) -> Light:
    """Can letters be printed in Chinese as well?"""
    families = typst.Fonts().families()
    if any("CJK" in family or "Han" in family for family in families):
        return Light("core.fonts", GREEN, texts.FONTS_GOOD)
    return Light("core.fonts", AMBER, texts.FONTS_MISSING, texts.FONTS_MISSING_DO)


@probe("core.backup")
def backup_made(now: datetime) -> Light:
    """When was the last backup made?"""
    made = state.read(state.MADE)
    if made is None:
        return Light("core.backup", RED, texts.BACKUP_NEVER, texts.BACKUP_DO)
    if now - made["at"] > BACKUP_OLD:
        return Light("core.backup", AMBER, filled(texts.BACKUP_OLD, at=to_wire(made["at"])), texts.BACKUP_DO)
    return Light("core.backup", GREEN, filled(texts.BACKUP_GOOD, at=to_wire(made["at"])))


@probe("core.backup_proved")
def backup_proved(now: datetime) -> Light:
    """Was a backup ever opened, whole, with the recovery paper?"""
    proved = state.read(state.PROVED)
    if proved is None:
        return Light("core.backup_proved", RED, texts.PROOF_NEVER, texts.PROOF_DO)
    at = to_wire(proved["at"])
    if now - proved["at"] > PROOF_OLD:
        return Light("core.backup_proved", AMBER, filled(texts.PROOF_OLD, at=at), texts.PROOF_DO)
    return Light("core.backup_proved", GREEN, filled(texts.PROOF_GOOD, at=at))


@probe("core.restore")
def restore_finished(_now: datetime) -> Light:
    """Is there a restore that was not finished?"""
    if state.read(state.RESTORED) is not None:
        return Light("core.restore", RED, texts.RESTORE_OPEN, texts.RESTORE_OPEN_DO)
    return Light("core.restore", GREEN, texts.RESTORE_GOOD)


@probe("core.worker")
def worker(now: datetime) -> Light:
    """Does a worker live?"""
    seen = WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if seen is None or now - seen > WORKER_SILENT:
        return Light("core.worker", RED, texts.WORKER_SILENT, texts.WORKER_DO)
    return Light("core.worker", GREEN, texts.WORKER_GOOD)


@probe("core.jobs")
def dead_jobs(_now: datetime) -> Light:
    """Are there jobs that nobody will try again?"""
    names = sorted(set(Job.objects.dead().values_list("name", flat=True)))
    if names:
        return Light("core.jobs", AMBER, filled(texts.JOBS_DEAD, names=", ".join(names)), texts.JOBS_DEAD_DO)
    return Light("core.jobs", GREEN, texts.JOBS_GOOD)


@probe("core.mail")
def mail(_now: datetime) -> Light:
    """Is a mail server set, and does it take what is sent?"""
    if not sending.is_set_up():
        return Light("core.mail", AMBER, texts.MAIL_NONE, texts.MAIL_NONE_DO)
    failing = Job.objects.filter(name=SEND, state=JobState.WAITING, attempts__gt=0)
    last = failing.order_by("-created_at").values_list("error", flat=True).first()
    if last is not None:
        text = filled(texts.MAIL_FAILS, count=failing.count(), error=last or "–")
        return Light("core.mail", RED, text, texts.MAIL_FAILS_DO)
    dead = MailChoice.objects.filter(dead_at__isnull=False, officer__is_active=True).count()
    if dead:
        return Light("core.mail", AMBER, filled(texts.MAIL_DEAD, count=dead), texts.MAIL_DEAD_DO)
    return Light("core.mail", GREEN, texts.MAIL_GOOD)


@probe("core.mail_server", slow=True)
def mail_server(_now: datetime) -> Light:
    """Does the mail server answer, with a certificate that holds, and let us in?"""
    if not sending.is_set_up():
        return Light("core.mail_server", AMBER, texts.MAIL_NONE, texts.MAIL_NONE_DO)
    try:
        sending.look()
    except MailError as error:
        text = filled(texts.MAIL_SHUT, error=str(error))
        return Light("core.mail_server", RED, text, texts.MAIL_FAILS_DO)
    return Light("core.mail_server", GREEN, texts.MAIL_GOOD)


@probe("core.disk")
def disk(_now: datetime) -> Light:
    """Is there room for what may arrive?"""
    free = shutil.disk_usage(data_folder()).free
    return disk_light(free)


def disk_light(free: int) -> Light:
    """Return the light for so many free bytes."""
    colour = RED if free < DISK_RED else AMBER if free < DISK_AMBER else GREEN
    text = filled(texts.DISK, gib=f"{free / (1 << 30):.1f}")
    return Light("core.disk", colour, text) if colour is GREEN else Light("core.disk", colour, text, texts.DISK_DO)


def _others_may(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o077)
