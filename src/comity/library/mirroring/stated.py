"""A node takes over what a hub says of laws and digests: verify the index, then each statement, then each text.

What was entered here stays as it is: a text that is here already, by whomever, is not taken, and a law of the same
State stands beside it. A law that came from the hub is confirmed, repealed and gets versions as the hub says; a digest
that the hub lists no longer was taken back there, and is taken back here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from comity.library import queries
from comity.library.actions import LIMIT
from comity.library.digests import actions as digests
from comity.library.digests.states import DigestState
from comity.library.errors import LibraryError, ReadingError
from comity.library.legislation import actions as laws
from comity.library.legislation.models import LawKind
from comity.library.mirroring import statements
from comity.library.mirroring.catalogue import MirrorError
from comity.library.mirroring.hubs import ACTOR, small, whole
from comity.library.mirroring.models import MirrorStatement, Took
from comity.library.mirroring.queries import size_of_taken
from comity.library.mirroring.statements import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from comity.library.mirroring.hubs import Hub
    from comity.library.mirroring.models import Mirror
    from comity.library.mirroring.statements import DigestSaid, Index, LawSaid, VersionSaid

AT_ONCE: Final = 100  # statements of one look
_DONE: Final = ("state", "code", "done_at", "law", "digest", "taken")


def take(hub: Hub, mirror: Mirror, now: datetime) -> int:
    """Take over what changed since the look before; return how many laws and digests came or changed.

    Raises:
        MirrorError: what a hub that passes statements on never does, or that it is away. One that fails does not keep
            the others back.
    """
    try:
        raw = small(hub.blocks(statements.INDEX), most=2 * statements.MAX_INDEX)
    except MirrorError as error:
        if error.code == "E_MIRROR_NONE":
            return 0  # it passes documents on, and neither laws nor digests
        raise
    _keep(mirror, _believed(mirror, statements.verified(raw, hub.keys), now))
    _take_back(mirror, now)
    return _take_all(hub, mirror, now)


def _believed(mirror: Mirror, index: Index, now: datetime) -> Index:
    if index.ends <= now:
        raise MirrorError("E_MIRROR_FROZEN", f"the index ended on {index.ends.isoformat()}")
    if index.issue < mirror.statements_issue:
        raise MirrorError("E_MIRROR_BACK", f"index {index.issue} after {mirror.statements_issue}")
    if index.issue == mirror.statements_issue and index.digest != mirror.statements_digest:
        raise MirrorError("E_MIRROR_TWO_HEADS", f"two indexes of number {index.issue}")
    return index


def _keep(mirror: Mirror, index: Index) -> None:
    """Write down what is listed now, all or nothing; what changed waits."""
    if index.issue == mirror.statements_issue:
        return
    with transaction.atomic():
        here = {(one.kind, str(one.ref)): one for one in mirror.statements.select_for_update()}
        listed = {(one.kind, one.ref) for one in index.items}
        MirrorStatement.objects.bulk_create([
            MirrorStatement(mirror=mirror, kind=one.kind, ref=one.ref, sha256=one.sha256, size=one.size)
            for one in index.items if (one.kind, one.ref) not in here
        ])  # fmt: skip
        for item in index.items:
            row = here.get((item.kind, item.ref))
            if row is not None and (row.sha256 != item.sha256 or not row.listed):
                row.sha256, row.size, row.listed, row.state, row.tries = item.sha256, item.size, True, Took.WAITING, 0
                row.save(update_fields=["sha256", "size", "listed", "state", "tries"])
        gone = [row.pk for name, row in here.items() if row.listed and name not in listed]
        mirror.statements.filter(pk__in=gone).update(listed=False)
        mirror.statements_issue, mirror.statements_digest = index.issue, index.digest
        mirror.save(update_fields=["statements_issue", "statements_digest"])


def _take_back(mirror: Mirror, now: datetime) -> None:
    """Take back the digests that the hub took back, so that nobody is recognised here who must not be."""
    gone = mirror.statements.filter(listed=False, digest__state=DigestState.published.name)
    for row in gone.select_related("digest"):
        _give_way(row, now)


def _take_all(hub: Hub, mirror: Mirror, now: datetime) -> int:
    taken, failed = 0, None
    waiting = mirror.statements.filter(state=Took.WAITING, listed=True).select_related("law", "digest")
    for row in list(waiting.order_by("tries", "pk")[:AT_ONCE]):
        try:
            taken += _take(hub, row, now)
        except MirrorError as error:
            MirrorStatement.objects.filter(pk=row.pk).update(tries=F("tries") + 1, code=error.code)
            if error.code == "E_MIRROR_AWAY":
                raise
            failed = failed or error
    if failed is not None:
        raise failed
    return taken


def _take(hub: Hub, row: MirrorStatement, now: datetime) -> int:
    """Fetch, verify and take over one statement; return one where something came, none where all of it was here."""
    path = f"{statements.FOLDER}/{row.sha256}"
    raw = whole(hub, path, sha256=row.sha256, size=row.size, what=f"statement {row.ref}")
    try:
        if row.kind == statements.DIGEST:
            return _digest(row, statements.digest_of(raw), now)
        came = _law(hub, row, statements.law_of(raw), now)
    except ReadingError as problem:
        return _unreadable(row, now, problem.code)
    except LibraryError as problem:
        if not problem.permanent:
            raise MirrorError("E_MIRROR_AWAY", problem.code) from None  # somebody enters it now: the next look knows it
        return _unreadable(row, now, problem.code)
    except MirrorError as problem:
        if problem.code != "E_MIRROR_SYNTAX":
            raise
        return _unreadable(row, now, problem.code)
    return _done(row, Took.TAKEN if came else Took.KNOWN, now)


def _law(hub: Hub, row: MirrorStatement, said: LawSaid, now: datetime) -> bool:
    """Take over the versions of a law that are not here, and what its State said of it."""
    if said.ref != str(row.ref) or said.kind not in LawKind.values:
        raise MirrorError("E_MIRROR_SYNTAX", "another law, or a kind that is not known")
    for version in said.versions:
        known = queries.manifestation_by(version.sha256)
        if known is None:
            _version(hub, row, said, version, now)
    law = row.law
    if law is None:
        return False  # each text of it was here already: nothing of that is touched
    confirmed, repealed = day_of(said.confirmed_on), day_of(said.repealed_on)
    if confirmed and (law.confirmed_on is None or law.confirmed_on < confirmed):
        laws.confirm_law(actor=ACTOR, law_id=law.pk, on=confirmed, source=said.confirmed_by, now=now)
    if repealed and (law.repealed_on, law.repealed_by) != (repealed, said.repealed_by):
        laws.repeal_law(actor=ACTOR, law_id=law.pk, on=repealed, source=said.repealed_by, now=now)
    return True


def _version(hub: Hub, row: MirrorStatement, said: LawSaid, version: VersionSaid, now: datetime) -> None:
    reported = _reported(version, _text(hub, version))
    if row.law is None:
        row.law = laws.report_law(
            actor=ACTOR, place=said.place, kind=said.kind, title=said.title, number=said.number, reported=reported,
            now=now, hub=hub.name,
        )  # fmt: skip
    else:
        laws.report_version(actor=ACTOR, law_id=row.law.pk, reported=reported, now=now)
    row.taken += version.size
    row.save(update_fields=["law", "taken"])  # so that a text which fails later does not enter the law twice


def _text(hub: Hub, version: VersionSaid) -> bytes:
    if version.size > LIMIT:
        raise ReadingError("E_LIBRARY_SIZE", megabytes=version.size >> 20, limit=LIMIT >> 20)
    if version.size > int(settings.NODE.library_mirror_megabytes) * 1024 * 1024 - size_of_taken():
        raise MirrorError("E_MIRROR_FULL", "more than the setting COMITY_LIBRARY_MIRROR_MEGABYTES allows")
    return whole(hub, f"files/{version.sha256}", sha256=version.sha256, size=version.size, what="the text of a law")


def _reported(version: VersionSaid, raw: bytes) -> laws.Reported:
    reported_on = day_of(version.reported_on)
    if reported_on is None:
        raise MirrorError("E_MIRROR_SYNTAX", "a version without a day")
    return laws.Reported(
        raw=raw, name=version.name, media_type=version.media_type, in_force_from=day_of(version.in_force_from),
        reported_on=reported_on, source=version.source, verified=version.verified,
        provisions=list(version.provisions), language=version.language, title=version.title,
    )  # fmt: skip


def _digest(row: MirrorStatement, said: DigestSaid, now: datetime) -> int:
    """Take over a digest; one that the hub wrote anew takes the place of the one before, both or neither."""
    if said.ref != str(row.ref):
        raise MirrorError("E_MIRROR_SYNTAX", "another digest")
    content = digests.Content(
        title=said.title, language=said.language, year=said.year, subject=said.subject, outcome=said.outcome,
        states=said.states, articles=said.articles, instruments=said.instruments, facts=said.facts,
        course=said.course, lessons=said.lessons,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _give_way(row, now)
            row.digest = digests.take_over_digest(actor=ACTOR, content=content, hub=row.mirror.hub, now=now)
            return _done(row, Took.TAKEN, now)
    except LibraryError as problem:
        if problem.code != "E_LIBRARY_KNOWN":
            raise
    with transaction.atomic():  # somebody here wrote the same: theirs stays, and what the hub says no more goes
        _give_way(row, now)
        row.digest = None
        return _done(row, Took.KNOWN, now)


def _unreadable(row: MirrorStatement, now: datetime, code: str) -> int:
    """Say that a statement cannot be taken over; the digest before it goes, for the hub says it no more."""
    with transaction.atomic():
        _give_way(row, now)
        return _done(row, Took.UNREADABLE, now, code)


def _give_way(row: MirrorStatement, now: datetime) -> None:
    if row.digest is not None and row.digest.state == DigestState.published.name:
        digests.withdraw_digest(actor=ACTOR, digest_id=row.digest.pk, note="", now=now)


def _done(row: MirrorStatement, state: Took, now: datetime, code: str = "") -> int:
    row.state, row.code, row.done_at = state, code, now
    row.save(update_fields=_DONE)
    return int(state is Took.TAKEN)
