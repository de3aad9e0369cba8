"""New documents are asked every saved search, once, when the index holds them.

Counts are the index's own, so they are exact on both kinds of it: an entry is counted where the search would find it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from comity.library.finding.addresses import asked_in
from comity.library.finding.filling import DOCUMENT, index
from comity.library.finding.keys import key
from comity.library.models import Expression
from comity.library.saved.models import News, SavedSearch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from comity.library.finding.asking import Query
    from comity.library.finding.indexes import Index

BATCH: Final = 50  # documents asked about at once
AT_ONCE: Final = 500  # documents of one run


def announce(*, now: datetime) -> int:
    """Tell saved searches of the documents that can be found since the last time; return how many documents."""
    waiting = list(Expression.objects.filter(announced_at=None).select_related("work").order_by("created_at")[:AT_ONCE])
    if not waiting:
        return 0
    into = index()
    held = into.held()
    found = [one for one in waiting if str(one.pk) in held]
    searches = list(SavedSearch.objects.order_by("pk"))
    for at in range(0, len(found), BATCH):
        batch = found[at : at + BATCH]
        rows = [row for one in searches for row in _news(one, batch, into, now)]
        with transaction.atomic():
            _forget_older(batch)
            News.objects.bulk_create(rows, ignore_conflicts=True)
            Expression.objects.filter(pk__in=[one.pk for one in batch]).update(announced_at=now)
    return len(found)


def _news(search: SavedSearch, batch: Sequence[Expression], into: Index, now: datetime) -> Iterator[News]:
    """Yield a row for each document that a search finds something in; one question for those it finds nothing in."""
    query, _widenings = asked_in(QueryDict(search.asked)).query()
    if not _count(query, batch, into):
        return
    for one in batch:
        count = _count(query, [one], into)
        if count:
            yield News(search=search, expression=one, count=count, at=now)


def _count(query: Query, documents: Sequence[Expression], into: Index) -> int:
    return into.find(query.narrowed(key(DOCUMENT, one.pk) for one in documents), most=1).total


def _forget_older(batch: Sequence[Expression]) -> None:
    """What an earlier version said is not found any more, unless a search asks for earlier versions."""
    older = Q()
    for one in batch:
        if one.version > 1:
            older |= Q(
                expression__work=one.work_id, expression__language=one.language, expression__version__lt=one.version
            )
    if older:
        News.objects.filter(older).exclude(search__asked__contains="version=older").delete()
