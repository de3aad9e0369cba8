"""The index follows what is loaded, taken away, decided, lost: by comparing, never by remembering."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from comity.core.keys import derived_folder
from comity.library.finding.asking import ask
from comity.library.finding.filling import index, refresh
from comity.library.jobs import fill_index
from comity.library.models import Expression, Paragraph, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.library.actions import Loaded

    Load = Callable[..., Loaded]

pytestmark = pytest.mark.django_db
NAMES = ("report.en.txt", "report.zh.txt", "note.en.txt", "note.zh.txt")


def found(query: str, *keys: str) -> list[tuple[str, str]]:
    """Return language and place of what is found."""
    names = [name.partition("/") for name in index().find(ask(query).narrowed(keys), most=1000).names]
    languages = dict(Expression.objects.values_list("pk", "language"))
    return sorted((languages[key], place) for name, _, place in names for key in languages if str(key) == name)


def test_documents_are_found_as_they_were_loaded(load: Load) -> None:
    expressions = [load(name).expression for name in NAMES]
    assert refresh() == len(expressions)
    assert refresh() == 0
    for row in Paragraph.objects.select_related("expression"):
        if row.text.strip() and row.number:
            assert (row.expression.language, row.key) in found(f'"{row.text[:40].split()[0]}"'), row.text
    symbols = {one.work.symbol for one in expressions} - {""}
    assert symbols
    for symbol in symbols:
        assert any(place == "title_1" for _language, place in found(symbol))
    counts = index().counts(ask("").narrowed(["language:zh"]))
    assert counts["language"] == {"zh": Paragraph.objects.filter(expression__language="zh").count() + _footnotes("zh")}
    assert set(counts["kind"]) == {one.work.kind for one in expressions if one.language == "zh"}


def _footnotes(language: str) -> int:
    return sum(one.footnotes.count() for one in Expression.objects.filter(language=language))


def test_what_is_cited_and_who_is_named_is_found_exactly(load: Load) -> None:
    raw = (
        "Report of the meeting\n1. The secretariat recalled article 46, paragraph 7, of the Convention.\n"
        "2. A speaker from Canada referred to CAC/COSP/2021/3, para. 47 (a), and to article 46.\n3. Nothing was cited."
    )
    load(raw.encode())
    refresh()
    assert found("art. 46(7)") == [("en", "para_1")]
    assert found("第四十六条") == [("en", "para_1"), ("en", "para_2")]
    assert found("CAC/COSP/2021/3") == [("en", "para_2")]
    assert found("", "symbol:CAC/COSP/2021/3") == found("", "paragraph:CAC/COSP/2021/3 47") == [("en", "para_2")]
    assert found("", "paragraph:CAC/COSP/2021/3 4") == []
    assert found("", "state:CAN") == [("en", "para_2")]
    assert found("speaking") == []
    assert found("speakers") == [("en", "para_2")]


def test_document_that_changes_or_goes_is_followed(load: Load) -> None:
    own = load(b"Report\n\n1. The first paragraph.\n\n2. The second one.\n").expression
    refresh()
    assert found("", "kind:resolution") == []
    Work.objects.filter(pk=own.work_id).update(kind="resolution", symbol="CAC/COSP/RES/99/1")
    assert refresh() == 1
    assert found("paragraph", "kind:resolution")
    assert found("CAC/COSP/RES/99/1")
    own.paragraphs.all().delete()
    own.manifestations.all().delete()
    own.delete()
    assert refresh() == 1
    assert index().held() == {}
    assert found("paragraph") == []


def test_a_lost_index_is_filled_again(load: Load) -> None:
    load("note.en.txt")
    fill_index()
    before = found("the")
    assert before
    shutil.rmtree(derived_folder(), ignore_errors=True)
    for document in index().held():
        index().store([], [document])  # what PostgreSQL holds goes with its tables
    assert found("the") == []
    fill_index()
    assert found("the") == before


def test_older_versions_say_so(load: Load) -> None:
    text = "Report on the work\n\n" + "\n\n".join(f"{n}. Paragraph {n} on the return of assets." for n in range(1, 30))
    load(text.encode())
    refresh()
    assert not found("assets", "version:older")
    load(text.replace("29. Paragraph 29", "29. Passage 29").encode())
    assert refresh() == 2
    assert len(found("assets")) == 58
    assert len(found("assets", "version:older")) == 29
