"""Which document a file is of is found without looking at every one that is kept."""

from __future__ import annotations

import hashlib
import importlib
import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.keys import NOW

from comity.library import queries
from comity.library.actions import Result
from comity.library.identity import VERSION_FROM, Face
from comity.library.likeness import bands, likeness, sketch
from comity.library.models import Expression, Likeness, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.library.actions import Loaded

KEPT = 2000
MOST = 1 << 63


def words(seed: int, count: int = 400) -> list[str]:
    """Return words that only the text of a seed says."""
    made = random.Random(seed)  # noqa: S311 (a text, no secret)
    return [f"{made.getrandbits(40):010x}" for _ in range(count)]


def changed(text: list[str], share: float, seed: int) -> list[str]:
    """Return a text with a share of its words replaced."""
    made = random.Random(seed)  # noqa: S311 (the same)
    return [f"{made.getrandbits(40):010x}" if made.random() < share else one for one in text]


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), share=st.floats(0, 0.06))
def test_versions_of_a_text_share_a_key(seed: int, share: float):
    text = words(seed)
    one, other = sketch(" ".join(text)), sketch(" ".join(changed(text, share, seed + 1)))
    if likeness(one, other) >= VERSION_FROM:
        assert set(bands(one, "en")) & set(bands(other, "en"))


def test_other_texts_and_other_languages_share_none():
    found = [set(bands(sketch(" ".join(words(seed))), "en")) for seed in range(60)]
    assert sum(len(one) for one in found) == len(set().union(*found))
    text = sketch(" ".join(words(1)))
    assert not set(bands(text, "en")) & set(bands(text, "zh"))
    assert all(0 <= key < MOST for key in bands(text, "en"))
    assert bands(b"", "en") == []
    assert bands(sketch("short"), "en")


def test_the_migration_gives_the_keys_that_loading_gives(load: Callable[..., Loaded]):
    kept = [load(name).expression for name in ("report.en.txt", "note.zh.txt")]
    before = sorted(Likeness.objects.values_list("expression", "key"))
    Likeness.objects.filter(expression=kept[0]).delete()
    migration = importlib.import_module("comity.library.migrations.0005_likeness_keys")
    for _again in range(2):
        migration.give_keys(apps, connection.schema_editor())
        assert sorted(Likeness.objects.values_list("expression", "key")) == before


def keep_many(count: int) -> None:
    """Keep many documents, each of words of its own."""
    works = [Work(kind="note", created_at=NOW, symbol=f"CAC/TEST/{at}", meeting=f"{at} a b") for at in range(count)]
    Work.objects.bulk_create(works)
    rows = [
        Expression(work=work, language="en", created_at=NOW + timedelta(seconds=at), sketch=_random_sketch(at))
        for at, work in enumerate(works)
    ]
    Expression.objects.bulk_create(rows)
    Likeness.objects.bulk_create(
        Likeness(expression=one, key=key) for one in rows for key in bands(bytes(one.sketch), "en")
    )


def _random_sketch(seed: int) -> bytes:
    digests = (hashlib.blake2b(f"{seed} {at}".encode(), digest_size=8).digest() for at in range(256))
    return b"".join(sorted(digests))


@pytest.mark.django_db
def test_loading_asks_as_much_with_two_thousand_documents_as_with_few(load: Callable[..., Loaded]):
    def text(seed: int) -> bytes:
        return f"Note by the Secretariat\n\n1. It says {' '.join(words(seed, 120))}.\n".encode()

    first = load(text(1)).expression
    load(text(2))
    with CaptureQueriesContext(connection) as few:
        load(text(3))
    keep_many(KEPT)
    with CaptureQueriesContext(connection) as many:
        loaded = load(text(4))
    assert loaded.result == Result.NEW
    assert len(many) <= len(few)
    with CaptureQueriesContext(connection) as asked:
        face = Face("", "en", bytes(loaded.expression.sketch))
        assert [work for work, _face in queries.faces_like(face)] == [loaded.expression.work_id]
    assert len(asked) <= 3
    assert Expression.objects.count() > KEPT
    version = load(text(1).replace(b"It says", b"It said"))
    assert (version.result, version.expression.work_id) == (Result.VERSION, first.work_id)


@pytest.mark.django_db
def test_a_symbol_and_a_meeting_find_their_document_among_all():
    keep_many(30)
    work = Work.objects.get(symbol="CAC/TEST/7")
    assert [key for key, _face in queries.faces_like(Face("CAC/TEST/7", "zh", b""))] == [work.pk]
    assert [key for key, _face in queries.faces_like(Face("", "fr", b"", "7 a b"))] == [work.pk]
    assert queries.faces_like(Face("", "zh", b"")) == []
    Work.objects.filter(pk=work.pk).update(kind="law")
    assert queries.faces_like(Face("CAC/TEST/7", "zh", b"")) == []


@pytest.mark.django_db
def test_the_database_looks_keys_symbols_and_meetings_up_and_reads_no_table_whole():
    keep_many(30)
    with CaptureQueriesContext(connection) as asked:
        queries.faces_like(Face("CAC/TEST/7", "en", _random_sketch(7), "7 a b"))
    for one in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
            steps = [row[3] for row in cursor.fetchall()]
        assert not [step for step in steps if step.startswith("SCAN")], steps
