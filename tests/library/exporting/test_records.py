"""A document of the library goes out as Akoma Ntoso from its page: the same bytes as from its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.people import an_officer, signed_in
from tests.library.conftest import DOCUMENTS

from comity.core.roles import Role
from comity.library.akoma import article_named, record_of, written
from comity.library.akoma.naming import article_name
from comity.library.exporting.records import record_of_expression
from comity.library.identity import article_key
from comity.library.reading import read_bytes
from comity.library.reading.symbols import with_symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.library.actions import Loaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["note.en.txt", "note.zh.txt", "report.en.txt", "report.zh.txt"])
def test_the_kept_document_is_written_as_its_file_is(name: str, load: Callable[..., Loaded]):
    expression = load(name).expression
    document = read_bytes((DOCUMENTS / name).read_bytes())
    assert written(record_of_expression(expression)) == written(record_of(document))


def test_a_symbol_that_another_document_told_stands_in_it(load: Callable[..., Loaded]):
    first = load("report.zh.txt").expression
    load("note.zh.txt")
    first.refresh_from_db()
    document = with_symbol(read_bytes((DOCUMENTS / "report.zh.txt").read_bytes()), [])
    record = record_of_expression(first)
    assert record.name.symbol == first.work.symbol != ""
    assert record.pieces == record_of(document).pieces


@pytest.mark.parametrize(("paragraph", "item"), [(None, ""), (7, ""), (3, "a"), (None, "b")])
def test_an_article_keeps_its_name_over_its_key(paragraph: int | None, item: str):
    parts = ("uncac", 46, paragraph, item)
    assert article_named(article_key(*parts)) == article_name(*parts)
    assert article_named("a treaty between two") == ""


def test_it_is_downloaded_from_its_page(load: Callable[..., Loaded]):
    expression = load("note.en.txt").expression
    client = signed_in(an_officer("dora", [Role.DRAFTER]))
    page = f"/library/documents/{expression.work_id}/en/1/"
    assert f'href="{page}akoma-ntoso/"' in client.get(page).content.decode()
    answer = client.get(f"{page}akoma-ntoso/")
    assert answer.content == written(record_of_expression(expression))
    assert answer.headers["Content-Type"] == "application/akn+xml"
    name = record_of_expression(expression).name.number
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-eng.akn.xml"'
    assert client.get(f"/library/documents/{expression.work_id}/en/2/akoma-ntoso/").status_code == 404
    undated = load(b"Note\n\n1. A text of no day at all says this.\n").expression
    answer = client.get(f"/library/documents/{undated.work_id}/{undated.language}/1/akoma-ntoso/", follow=True)
    assert "does not say of which day it is" in answer.content.decode()
