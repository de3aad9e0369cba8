"""What the hub passes on of its library: documents of meetings, listed in the order in which they were loaded.

Laws and digests are not in this list, since they may be taken back: `stating` says what nodes are told of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from comity.hub import directory
from comity.hub.models import CatalogueHead, Offered
from comity.library.mirroring import catalogue
from comity.library.mirroring.catalogue import Entry, Head
from comity.library.mirroring.taking import reading_of_expression
from comity.library.queries import papers_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.library.models import Manifestation

BATCH: Final = 100  # files listed in one run
KEPT: Final = 2  # heads


def is_on() -> bool:
    """Whether this hub passes documents on: a decision of who runs it."""
    return bool(settings.NODE.offer_library)


def bring_up_to_date(*, now: datetime) -> int:
    """List what is new and sign a head, if there is something new or half of its life is over. Returns how many."""
    listed = _list_new(now)
    newest = CatalogueHead.objects.first()
    half = directory.lives().timestamp / 2
    if listed or newest is None or newest.ends_at < now + half:
        _sign(newest, now)
    return listed


def head() -> bytes | None:
    """Return the newest signed head; None where nothing is passed on."""
    found = CatalogueHead.objects.first() if is_on() else None
    return bytes(found.raw) if found else None


def lines_after(number: int) -> list[str] | None:
    """Return the next lines of the list; None where nothing is passed on."""
    if not is_on():
        return None
    rows = Offered.objects.filter(number__gt=number).order_by("number")[: catalogue.PAGE]
    return list(rows.values_list("line", flat=True))


def file_of(sha256: str) -> Manifestation | None:
    """Return a file that is listed, by its digest."""
    if not is_on():
        return None
    found = Offered.objects.select_related("manifestation__file").filter(sha256=sha256).first()
    return found.manifestation if found else None


def _list_new(now: datetime) -> int:
    with transaction.atomic():
        last = Offered.objects.select_for_update().order_by("-number").first()
        number, chain = (last.number, last.chain) if last else (0, catalogue.START)
        rows = []
        for one in _new():
            number += 1
            line = _entry(one, number).line()
            chain = catalogue.after(chain, line)
            rows.append(Offered(
                number=number, manifestation=one, sha256=one.sha256, line=line.decode(), chain=chain, at=now,
            ))  # fmt: skip
        Offered.objects.bulk_create(rows)
    return len(rows)


def _new() -> Iterator[Manifestation]:
    yield from papers_after(Offered.objects.values("manifestation"))[:BATCH]


def _entry(one: Manifestation, number: int) -> Entry:
    words, file = one.expression, one.file
    return Entry(
        number=number, sha256=one.sha256, size=file.size or 0, name=file.name, media_type=file.media_type,
        work=str(words.work_id), expression=str(words.pk), kind=words.work.kind, symbol=words.work.symbol,
        title=words.title, language=words.language, version=words.version, source=one.state, reader=one.reader,
        reading=reading_of_expression(words),
    )  # fmt: skip


def _sign(newest: CatalogueHead | None, now: datetime) -> None:
    last = Offered.objects.order_by("-number").first()
    ends = now + directory.lives().timestamp
    count, chain = (last.number, last.chain) if last else (0, catalogue.START)
    made = Head((newest.issue if newest else 0) + 1, count, chain, now, ends)
    raw = catalogue.sign(made, directory.online_key())
    CatalogueHead.objects.create(issue=made.issue, count=count, raw=raw, made_at=now, ends_at=ends)
    CatalogueHead.objects.filter(issue__lte=made.issue - KEPT).delete()
