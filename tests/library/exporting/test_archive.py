"""Many documents go out in one archive: files byte for byte, Akoma Ntoso, tables; in constant memory."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in

from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.core.roles import Role
from comity.library.akoma import written
from comity.library.exporting import choosing, tables
from comity.library.exporting.archive import archive, safe
from comity.library.exporting.records import record_of_expression
from comity.library.finding.filling import index, refresh
from comity.library.finding.searching import Asked
from comity.library.models import Citation, Expression, Footnote, Manifestation, Paragraph, StateMention

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from comity.library.actions import Loaded
    from comity.library.exporting.choosing import Chosen

    Load = Callable[..., Loaded]

pytestmark = pytest.mark.django_db
LARGE = 6_000_000  # bytes
NAMES = ("report.en.txt", "report.zh.txt", "note.en.txt", "note.zh.txt")


def opened(chosen: Chosen) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(b"".join(archive(chosen))))
    assert found.testzip() is None
    return found


def table(made: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.read(name).decode("utf-8-sig"))))


def test_all_documents_of_a_kind_go_out_whole(load: Load):
    for name in NAMES:
        load(name)
    kept = Expression.objects.filter(work__kind="report")
    made = opened(choosing.of_kind("report"))
    originals = {hashlib.sha256(made.read(name)).hexdigest() for name in made.namelist() if "/original-" in name}
    assert originals == set(Manifestation.objects.filter(expression__in=kept).values_list("sha256", flat=True)) != set()
    files = {made.read(name) for name in made.namelist() if name.endswith("/document.akn.xml")}
    assert files == {written(record_of_expression(one)) for one in kept}
    rows = table(made, "paragraphs.csv")
    count = sum(model.objects.filter(expression__in=kept).count() for model in (Paragraph, Footnote))
    assert len(rows) == count
    assert {row["found"] for row in rows} == {"0"}
    assert len(table(made, "states.csv")) == StateMention.objects.filter(expression__in=kept).count() > 0
    assert len(table(made, "symbols.csv")) == Citation.objects.filter(expression__in=kept).count() > 0
    assert [row["symbol"] for row in table(made, "documents.csv")] == [one.work.symbol for one in kept]
    assert choosing.of_kind("poem").documents == []


def test_what_a_search_finds_goes_out_with_the_places_marked(load: Load):
    for name in NAMES:
        load(name)
    refresh()
    asked = Asked("recommendations", {"language": ["en"]})
    names = index().find(asked.query()[0], most=1000).names
    made = opened(choosing.of_search(asked))
    marked = [row for row in table(made, "paragraphs.csv") if row["found"] == "1"]
    assert len(marked) == len(names) > 1
    assert {row["language"] for row in table(made, "documents.csv")} == {"en"}
    assert opened(choosing.of_search(asked)).namelist() == made.namelist()


def test_no_cell_is_run_by_a_spreadsheet(load: Load):
    load(b'Note\n\n1. =HYPERLINK("http://evil.example","look") is what this paragraph says.\n')
    Paragraph.objects.filter(number=1).update(text="=1+1")
    kind = Expression.objects.get().work.kind
    [row] = [one for one in table(opened(choosing.of_kind(kind)), "paragraphs.csv") if one["number"] == "1"]
    assert row["text"] == "'=1+1"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("a b/c\\d.txt", "a-b-c-d.txt"),
        ("报告.txt", "报告.txt"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_name_never_leaves_its_folder(name: str, wanted: str):
    assert safe(name) == wanted


def test_memory_does_not_grow_with_the_documents(load: Load):
    for kept in [load(f"Note\n\n1. The number {at}.\n".encode()).manifestation for at in range(2)]:
        store_bytes(
            kept.sha256.encode() * (LARGE // 64), actor=Actor.system("tests"), purpose="library", name="large.pdf",
            media_type="", now=NOW,
            also=lambda file, pk=kept.pk: Manifestation.objects.filter(pk=pk).update(file=file),
        )  # fmt: skip
    chosen = choosing.of_kind(kept.expression.work.kind)
    assert len(chosen.documents) == 2
    tracemalloc.start()
    try:
        size = sum(len(block) for block in archive(chosen))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 0
    assert most < LARGE // 2


def test_the_questions_grow_with_batches_not_with_documents(
    load: Load, django_assert_max_num_queries: Callable[[int], object]
):
    for name in NAMES:
        load(name)
    chosen = choosing.Chosen([str(pk) for pk in Expression.objects.values_list("pk", flat=True)])
    with django_assert_max_num_queries(4):
        assert len(list(tables.paragraphs(chosen))) > 50


def test_it_is_taken_from_the_pages_and_by_the_command(load: Load, tmp_path: Path):
    load("report.en.txt")
    refresh()
    client = signed_in(an_officer("dora", [Role.DRAFTER]))
    page = client.get("/library/search/?q=recommendations").content.decode()
    assert 'href="/library/export/search/?q=recommendations"' in page
    assert 'href="/library/export/kind/report/"' in client.get("/library/?kind=report").content.decode()
    for address in ("/library/export/search/?q=recommendations", "/library/export/kind/report/"):
        answer = client.get(address)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="library.zip"'
        assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None  # type: ignore[attr-defined]
    assert client.get("/library/export/search/?q=zyzzyva").status_code == 404
    out = tmp_path / "library.zip"
    call_command("export_library", str(out), query="recommendations", only=["language=en"])
    assert zipfile.ZipFile(out).testzip() is None
    wrong = [{"kind": "report"}, {"kind": "poem"}, {}, {"kind": "report", "query": "x"}]
    for options, path in zip(wrong, (out, tmp_path / "a", tmp_path / "b", tmp_path / "c"), strict=True):
        with pytest.raises(CommandError):
            call_command("export_library", str(path), **options)
        assert path == out or not path.exists()
