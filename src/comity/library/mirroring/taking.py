"""A node takes over what a hub passes on: verify the head, then the list, then each file; load what is new.

A hub that is away, frozen, rolled back or lying changes nothing here: what was taken stays, and people are told. A file
is loaded as if an officer had loaded it; what is here already, by whomever, stays as it is.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from comity.library import queries
from comity.library.actions import LIMIT, Result, load_document
from comity.library.errors import LibraryError, ReadingError
from comity.library.mirroring import catalogue, stated
from comity.library.mirroring.catalogue import Entry, Head, MirrorError
from comity.library.mirroring.hubs import ACTOR, small, whole
from comity.library.mirroring.models import Mirror, MirrorEntry, Took
from comity.library.mirroring.queries import size_of_taken
from comity.library.models import Expression, Manifestation, Source
from comity.library.reading import READER

if TYPE_CHECKING:
    from datetime import datetime
    from tempfile import SpooledTemporaryFile

    from comity.library.mirroring.hubs import Hub

AT_ONCE: Final = 100  # files of one look
PATIENCE: Final = timedelta(minutes=5)  # for the files of one look
SOON: Final = timedelta(minutes=1)  # after a look that left files for the next one
_IN_MEMORY: Final = 1 << 20  # bytes of a list before it goes to the disk
_ROWS: Final = 500  # of a list, written at once
_SEEN: Final = ("looked_at", "good_at", "ends_at", "trouble", "trouble_at")


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: `trouble` is a code, or empty; how many files were taken, and how many wait for the next."""

    trouble: str = ""
    detail: str = ""
    taken: int = 0
    waiting: int = 0


def is_due(name: str, every: timedelta, now: datetime) -> bool:
    """Whether a hub's library should be looked at: files that wait are fetched soon, else as often as its directory."""
    found = Mirror.objects.filter(hub=name).first()
    if found is None or found.looked_at is None:
        return True
    waits = not found.trouble and _waiting(found) > 0
    return found.looked_at + (SOON if waits else every) <= now


def look(hub: Hub, *, now: datetime) -> Looked:
    """Take over what a hub has that is not here, and remember what was seen of it.

    Never raises for what a hub does: the outcome says it, and the row keeps it.
    """
    mirror, _new = Mirror.objects.get_or_create(hub=hub.name, defaults={"chain": catalogue.START})
    taken, failed = 0, None
    for part in (_take_list, _take_files, stated.take):  # documents that fail keep no law back
        try:
            taken += part(hub, mirror, now)
        except MirrorError as error:
            failed = failed or error
            if part is _take_list:
                break
    if failed is not None:
        mirror.looked_at, mirror.trouble_at, mirror.trouble = now, mirror.trouble_at or now, failed.code
        mirror.save(update_fields=_SEEN)
        return Looked(failed.code, failed.detail, waiting=_waiting(mirror))
    mirror.looked_at = mirror.good_at = now
    mirror.trouble, mirror.trouble_at = "", None
    mirror.save(update_fields=_SEEN)
    return Looked(taken=taken, waiting=_waiting(mirror))


def _waiting(mirror: Mirror) -> int:
    stated_rows = mirror.statements.filter(state=Took.WAITING, listed=True)
    return mirror.entries.filter(state=Took.WAITING).count() + stated_rows.count()


# The head and the list ---------------------------------------------------------------------------------------------


def _take_list(hub: Hub, mirror: Mirror, now: datetime) -> int:
    """Take the lines that are new, all of them verified against the signed head before one is kept. No file yet."""
    head = catalogue.verified(small(hub.blocks(catalogue.HEAD), most=catalogue.MAX_HEAD), hub.keys)
    if head.ends <= now:
        raise MirrorError("E_MIRROR_FROZEN", f"the head ended on {head.ends.isoformat()}")
    if head.issue < mirror.issue or head.count < mirror.count:
        raise MirrorError("E_MIRROR_BACK", f"head {head.issue} with {head.count} after {mirror.issue}")
    if head.issue == mirror.issue and head.digest != mirror.digest:
        raise MirrorError("E_MIRROR_TWO_HEADS", f"two heads of number {head.issue}")
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as lines:
        _fetch_lines(hub, mirror, head, lines)
        lines.seek(0)
        _keep(mirror, head, lines)
    return 0


def _fetch_lines(hub: Hub, mirror: Mirror, head: Head, lines: SpooledTemporaryFile[bytes]) -> None:
    """Fetch the lines after those that are kept; together they must lead to the head."""
    chain, number = mirror.chain, mirror.count
    while number < head.count:
        before, wanted = number, min(catalogue.PAGE, head.count - number)
        for line in catalogue.lines_of(hub.blocks(f"entries/{number}.jsonl"), most=catalogue.PAGE):
            number += 1
            if number > head.count:  # listed after the head was signed
                break
            if Entry.of_line(line).number != number:
                raise MirrorError("E_MIRROR_SYNTAX", f"an entry with another number than {number}")
            chain = catalogue.after(chain, line)
            lines.write(line + b"\n")
        if number < before + wanted:
            raise MirrorError("E_MIRROR_CHAIN", f"the list ends after {number} of {head.count}")
        number = min(number, head.count)
    if chain != head.chain:
        raise MirrorError("E_MIRROR_CHAIN", "the list does not lead to the head")


def _keep(mirror: Mirror, head: Head, lines: SpooledTemporaryFile[bytes]) -> None:
    """Write down the new lines and the head that stands for them, all or nothing."""
    with transaction.atomic():
        rows: list[MirrorEntry] = []
        for line in lines:
            entry = Entry.of_line(line[:-1])
            rows.append(MirrorEntry(
                mirror=mirror, number=entry.number, sha256=entry.sha256, size=entry.size, line=line[:-1].decode(),
            ))  # fmt: skip
            if len(rows) == _ROWS:
                MirrorEntry.objects.bulk_create(rows)
                rows = []
        MirrorEntry.objects.bulk_create(rows)
        mirror.issue, mirror.digest, mirror.count, mirror.chain = head.issue, head.digest, head.count, head.chain
        mirror.ends_at = head.ends
        mirror.save(update_fields=["issue", "digest", "count", "chain", "ends_at"])


# The files ---------------------------------------------------------------------------------------------------------


def _take_files(hub: Hub, mirror: Mirror, now: datetime) -> int:
    """Take files that wait, those first that failed least; a file that fails does not keep the others back."""
    end, taken, failed = time.monotonic() + PATIENCE.total_seconds(), 0, None
    room = int(settings.NODE.library_mirror_megabytes) * 1024 * 1024 - size_of_taken()
    for one in list(mirror.entries.filter(state=Took.WAITING).order_by("tries", "number")[:AT_ONCE]):
        if time.monotonic() > end:
            break
        try:
            taken += _take(hub, one, room, now)
        except MirrorError as error:
            MirrorEntry.objects.filter(pk=one.pk).update(tries=F("tries") + 1, code=error.code)
            if error.code == "E_MIRROR_AWAY":
                raise
            failed = failed or error
        else:
            room -= one.size if one.state == Took.TAKEN else 0
    if failed is not None:
        raise failed
    return taken


def _take(hub: Hub, one: MirrorEntry, room: int, now: datetime) -> int:
    """Fetch, verify and load one file; return how many came: one, or none where it was here or cannot be read."""
    if one.size > LIMIT:
        return _done(one, Took.UNREADABLE, now, code="E_LIBRARY_SIZE")
    known = queries.manifestation_by(one.sha256)
    if known is not None:
        one.manifestation = known
        return _done(one, Took.KNOWN, now)
    if one.size > room:
        raise MirrorError("E_MIRROR_FULL", "more than the setting COMITY_LIBRARY_MIRROR_MEGABYTES allows")
    entry = Entry.of_line(one.line.encode())
    raw = whole(hub, f"files/{one.sha256}", sha256=one.sha256, size=one.size, what=f"file {one.number}")
    try:
        loaded = load_document(actor=ACTOR, raw=raw, name=entry.name, media_type=entry.media_type, now=now)
    except ReadingError as problem:
        return _done(one, Took.UNREADABLE, now, code=problem.code)
    except LibraryError as problem:
        raise MirrorError("E_MIRROR_AWAY", problem.code) from None  # somebody loads it now: the next look knows it
    one.manifestation, one.differs = loaded.manifestation, _differs(entry, loaded.manifestation)
    return _done(one, Took.KNOWN if loaded.result is Result.KNOWN else Took.TAKEN, now)


def _differs(entry: Entry, ours: Manifestation) -> bool:
    """Whether the same reader read the same file otherwise here: then one of the two is not what it says."""
    comparable = entry.source == Source.READ and ours.state == Source.READ and entry.reader == ours.reader == READER
    return comparable and entry.reading != reading_of_expression(ours.expression)


def compare_again(ours: Manifestation) -> None:
    """Compare a file that was read again here with what hubs state of it."""
    for one in MirrorEntry.objects.filter(manifestation=ours):
        differs = _differs(Entry.of_line(one.line.encode()), ours)
        if differs != one.differs:
            MirrorEntry.objects.filter(pk=one.pk).update(differs=differs)


def reading_of_expression(expression: Expression) -> str:
    """Return the digest over the pieces and footnotes of an expression, as a catalogue states it.

    Only a numbered piece counts by its address: the address of another one may have lasted from an earlier reading.
    """
    pieces = [("" if one.number is None else one.key, one.text) for one in expression.paragraphs.all()]
    return catalogue.reading_of([*pieces, *(("footnote", one.text) for one in expression.footnotes.all())])


def _done(one: MirrorEntry, state: Took, now: datetime, *, code: str = "") -> int:
    one.state, one.code, one.done_at = state, code, now
    one.save(update_fields=["state", "code", "done_at", "manifestation", "differs"])
    return int(state is Took.TAKEN)
