"""Read the words of cases that changed since they were last read, so that search finds what they say now.

With the words go the marks by which requests that speak of the same are found (`comity.cases.likeness`).
"""

from __future__ import annotations

from django.db import transaction

from comity.cases.actions.linking import write_marks
from comity.cases.models import Case, SearchText
from comity.cases.queries import texts
from comity.core.tokens import tokens

BATCH = 50
LARGEST = 600_000  # bytes of words of one case; PostgreSQL takes a megabyte with what it adds


def read_stale(most: int = BATCH) -> int:
    """Read at most so many stale cases; return how many. Interrupted, it goes on where it was.

    A row is taken before its case is read, so that a change during the reading marks it stale once more.
    """
    with transaction.atomic():
        stale = SearchText.objects.filter(stale=True).order_by("pk")
        rows = list(stale.select_for_update(skip_locked=_skips()).defer("words")[:most])
        SearchText.objects.filter(pk__in=[row.pk for row in rows]).update(stale=False)
        written = texts.passages([Case(pk=row.case_id) for row in rows]) if rows else {}
        for row in rows:
            row.words = words_of(texts.joined(written.get(row.case_id, [])))
            row.save(update_fields=["words"])
        write_marks([row.case_id for row in rows])
    return len(rows)


def words_of(text: str) -> str:
    """Return the words of a text with spaces between, cut where a case says more than any person reads."""
    words = " ".join(tokens(text))
    if len(words) * 4 <= LARGEST:
        return words
    return words.encode()[:LARGEST].decode(errors="ignore").rpartition(" ")[0]


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)
