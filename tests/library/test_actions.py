"""Loading: bytes kept as they are, rows in order; the same document in another file, version or language is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.builders.people import NOW, an_actor
from tests.library.conftest import DOCUMENTS

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.events import subscribed
from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.library.access import KEEPERS
from comity.library.actions import EXPRESSION_KEPT, Result, load_document
from comity.library.errors import ReadingError
from comity.library.models import Citation, Expression, Manifestation, StateMention, Work
from comity.library.reading import read_file as read_path

REPORT = (DOCUMENTS / "report.zh.txt").read_bytes()
SYMBOL = "CAC/COSP/EG.1/2031/3"


def as_html(raw: bytes) -> bytes:
    lines = [f"<p>{line}</p>" for line in raw.decode().splitlines() if line]
    return f"<html><body>{''.join(lines)}</body></html>".encode()


def test_a_document_is_kept_whole_and_its_bytes_as_they_are(load):
    loaded = load("report.zh.txt")
    assert loaded.result == Result.NEW
    file = loaded.manifestation.file
    assert read_file(file, limit=1 << 20) == REPORT
    assert (file.name, loaded.manifestation.sha256) == ("report.zh.txt", file.sha256)
    document = read_path(DOCUMENTS / "report.zh.txt")
    rows = list(loaded.expression.paragraphs.all())
    assert [one.text for one in rows] == [
        one.text for one in document.blocks if one.kind.value not in {"furniture", "footnote"}
    ]
    numbered = [one for one in rows if one.number]
    assert [(one.number, one.key, one.text) for one in numbered] == [
        (one.number, f"para_{one.number}", one.text) for one in document.paragraphs
    ]
    assert numbered[15].items[2] == {"label": "c", "text": "充分利用《公约》作为法律依据。"}
    assert len(numbered[3].agenda) == 6
    assert numbered[2].headings == ["二. 会议安排", "A. 会议开幕"]
    assert loaded.expression.footnotes.get().paragraph.text.startswith("出席情况")
    entry = AuditEntry.objects.get(code="library.document.loaded")
    assert entry.subject == f"library.manifestation:{loaded.manifestation.pk}"


def test_what_stands_in_a_document_has_its_place(load):
    expression = load("report.zh.txt").expression
    cited = {(one.what, one.key, one.pin): one.paragraph.key for one in Citation.objects.select_related("paragraph")}
    assert cited["symbol", "CAC/COSP/EG.1/2030/4", "47(a)"] == "para_2"
    assert cited["article", "uncac:46(7)", ""] == "para_13"
    assert cited["article", "untoc:18(3)", ""] == "para_13"
    assert cited["resolution", "CTOC/COP 10/6", ""] == "para_14"
    attending = StateMention.objects.filter(category="states_parties").values_list("iso3", flat=True)
    assert (len(attending), attending[0]) == (20, "DZA")
    assert set(expression.observers.values_list("category", flat=True)) >= {"institutes", "igos"}
    figure = expression.figures.get(what="membership.applications")
    assert (figure.value, figure.date, figure.paragraph.key) == (61, "2031-01", "para_12")
    assert list(expression.recommendations.values_list("where", flat=True)) == ["16(a)", "16(b)", "16(c)"]


def test_the_same_bytes_again_change_nothing(load):
    first = load("report.zh.txt")
    again = load("report.zh.txt", name="copy.txt")
    assert (again.result, again.manifestation.pk) == (Result.KNOWN, first.manifestation.pk)
    assert StoredFile.objects.count() == Manifestation.objects.count() == 1


def test_another_conversion_is_another_file_of_the_same_words(load):
    first = load("report.zh.txt")
    again = load(as_html(REPORT), name="report.html")
    assert (again.result, again.expression.pk) == (Result.CONVERSION, first.expression.pk)
    assert Expression.objects.count() == 1
    assert sorted(first.expression.manifestations.values_list("state", flat=True)) == ["conversion", "read"]


def test_other_words_are_another_version_of_the_same_work(load):
    first = load("report.zh.txt")
    second = load(REPORT.replace("48 项".encode(), "84 项".encode()))
    assert (second.result, second.expression.version) == (Result.VERSION, 2)
    assert second.expression.work_id == first.expression.work_id
    third = load(as_html(REPORT.replace("48 项".encode(), "84 项".encode())))
    assert (third.result, third.expression.pk) == (Result.CONVERSION, second.expression.pk)


@pytest.mark.parametrize("printed_first", [True, False])
def test_a_work_has_the_day_that_its_words_print_in_whatever_order_they_come(printed_first, load):
    undated = REPORT.replace(b"3 March 2031\n", b"").replace("48 项".encode(), "84 项".encode())
    order = [REPORT, undated] if printed_first else [undated, REPORT]
    work = load(order[0]).expression.work
    assert work.date == (date(2031, 3, 3) if printed_first else date(2031, 2, 12))  # else the meeting's last day
    assert load(order[1]).expression.work == work
    work.refresh_from_db()
    assert work.date == date(2031, 3, 3)


def test_the_report_of_a_meeting_in_another_language_is_the_same_work(load):
    first = load("report.zh.txt")
    load(REPORT.replace("48 项".encode(), "84 项".encode()))  # in two versions, of one work all the same
    other = load("report.en.txt")
    assert other.result == Result.LANGUAGE
    assert (other.expression.work_id, other.expression.version) == (first.expression.work_id, 1)


@pytest.mark.parametrize("order", [("report.zh.txt", "note.zh.txt"), ("note.zh.txt", "report.zh.txt")])
def test_its_own_symbol_is_found_through_a_document_that_cites_it(order, load):
    for name in order:
        load(name)
    work = Work.objects.get(kind="report")
    assert (work.symbol, work.body) == (SYMBOL, "CAC/COSP/EG.1")
    assert Citation.objects.get(what="symbol", key=SYMBOL).work == work


def test_two_works_that_turn_out_to_be_one_are_joined(load):
    load("report.zh.txt")
    named = f"{SYMBOL}\n\n1. Quite other words stand in this paragraph.\n\n{SYMBOL}\n\n2. And more.\n".encode()
    printed = load(b"Distr.: General\n" + named)
    assert printed.expression.work.symbol == SYMBOL
    load("note.zh.txt")
    work = Work.objects.get(symbol=SYMBOL)
    assert set(work.expressions.values_list("language", flat=True)) == {"zh", "en"}
    assert Work.objects.count() == 2


def test_new_words_are_told_once_with_all_their_rows(load):
    told = []
    with subscribed(EXPRESSION_KEPT, lambda one: told.append(one.paragraphs.count())):
        load("report.zh.txt")
        load("report.zh.txt")
        load(as_html(REPORT))
    assert told == [Expression.objects.get().paragraphs.count()]


def test_what_cannot_be_read_leaves_nothing(load):
    with pytest.raises(ReadingError, match="E_LIBRARY_BINARY"):
        load(bytes(range(256)) * 8)
    assert (StoredFile.objects.count(), Work.objects.count()) == (0, 0)


def test_any_text_is_kept_in_rows_that_every_database_takes(load):
    text = "1. A nul \x00 stands here.\n\n" + "x" * 500 + "\n\n2. Two.\n\n2. Two again.\n" + "padding " * 500
    expression = load(text.encode()).expression
    assert "\x00" not in "".join(expression.paragraphs.values_list("text", flat=True))
    for row in (*expression.paragraphs.all(), *expression.unresolveds.all(), *expression.citations.all()):
        sizes = {field.attname: field.max_length for field in row._meta.fields if field.max_length}
        assert all(len(str(getattr(row, name))) <= size for name, size in sizes.items())


@pytest.mark.parametrize("role", [role for role in Role if role not in KEEPERS])
@pytest.mark.django_db
def test_no_other_role_loads(role):
    with pytest.raises(AccessDenied):
        load_document(actor=an_actor(role), raw=REPORT, name="x", now=NOW)


def test_the_database_keeps_one_reading_of_an_expression(load):
    first = load("report.zh.txt")
    load(as_html(REPORT))
    with pytest.raises(IntegrityError), transaction.atomic():
        first.expression.manifestations.update(state="read")
