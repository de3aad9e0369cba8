"""Pages of the library: reading, comparing, deciding, counting, loading; in both languages, without script."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.catalogues import SOURCE
from tests.builders.meanwhile import meanwhile
from tests.builders.older_readers import read_by_an_older_one
from tests.builders.people import NOW, an_officer, signed_in
from tests.library.conftest import DOCUMENTS

from comity.core.actors import Actor
from comity.core.files.models import StoredFile
from comity.core.roles import Role
from comity.library import labels
from comity.library.models import Manifestation, Unresolved, Work
from comity.library.reading.languages import rules_for
from comity.library.rereading.actions import reread

REPORT = (DOCUMENTS / "report.zh.txt").read_text("utf-8")
LOOSE = REPORT.replace("\n三. 《", "\n一段谁也不知道是什么的文字。\n\n三. 《")


@pytest.fixture
def reader(load):
    del load
    return signed_in(an_officer("rhea", [Role.STATISTICIAN]))


@pytest.fixture
def keeper(load):
    del load
    return signed_in(an_officer("ada", [Role.ADMINISTRATOR]))


def page(client, path):
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_empty_library_teaches_the_next_step(reader, keeper):
    assert "An administrator, the head or the registry can load" in page(reader, "/library/")
    assert "Load a document" in page(keeper, "/library/")


def test_what_there_is_can_be_chosen_from(load, reader):
    load("report.zh.txt")
    load("note.zh.txt")
    load("note.en.txt")
    assert "3 documents" in page(reader, "/library/")
    found = page(reader, "/library/?kind=report&body=CAC/COSP/EG.1&year=2031&language=zh")
    assert "1 document" in found
    assert "第二十一次增进国际合作专家会议" in found
    assert "3 documents" in page(reader, "/library/?kind=nothing&page=x")


def test_a_list_asks_no_more_for_more_documents(load, reader):
    load("report.zh.txt")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(reader, "/library/")
    load("note.zh.txt")
    load("note.en.txt")
    load("report.en.txt")
    with CaptureQueriesContext(connection) as more:
        page(reader, "/library/")
    assert len(more) == len(few)


def test_a_document_is_made_for_reading(load, reader):
    load("report.zh.txt")
    load("note.zh.txt")
    found = page(reader, "/library/symbol/CAC/COSP/EG.1/2031/3/")
    assert '<article class="document" lang="zh" dir="ltr">' in found
    for number in range(1, 18):
        assert f'id="para_{number}"' in found
    assert re.search(r'href="/law/articles/46\(7\)/"[^>]*>第四十六条第七款和第九款</a>', found)
    assert ">DZA</text>" in found
    assert "States parties" in found
    assert re.search(r'role="note"><sup>1</sup> 出席情况以', found)
    assert 'class="there"' in found
    assert "paragraph 1</a>" in found  # where the note cites it


def test_the_lasting_address_leads_to_the_readers_language(load, reader):
    load("report.zh.txt")
    load("report.en.txt")
    load("note.zh.txt")
    where = "/library/symbol/CAC/COSP/EG.1/2031/3/"
    assert reader.get(where).headers["Location"].endswith("/en/1/")
    assert reader.get(f"{where}?language=zh").headers["Location"].endswith("/zh/1/")
    assert reader.get("/library/symbol/CAC/COSP/9/").status_code == 404


def test_a_symbol_that_is_here_is_a_link_to_the_paragraph_cited(load, reader):
    load("report.zh.txt")
    note = load("note.zh.txt").expression
    found = page(reader, f"/library/documents/{note.work_id}/zh/1/")
    assert '<a\n  href="/library/symbol/CAC/COSP/EG.1/2031/3/"' in found
    assert "CAC/COSP/2029/17" in found
    assert "/library/symbol/CAC/COSP/2029/17" not in found


def test_the_file_is_given_byte_for_byte(load, reader):
    kept = load("report.zh.txt").manifestation
    answer = reader.get(f"/library/files/{kept.pk}/")
    assert b"".join(answer.streaming_content).decode() == REPORT
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_two_versions_are_compared_numbers_first(load, reader):
    work = load("report.zh.txt").expression.work_id
    changed = REPORT.replace("48 项", "84 项").replace("及早直接沟通", "尽早直接沟通")
    load(changed.replace("第㈡项", "第(二)项").encode())
    found = page(reader, f"/library/documents/{work}/zh/compare/1/2/")
    rows = re.findall(r'<th scope="row">([^<]+)</th>', found)
    assert rows == ["number", "wording", "paragraph 1"]
    assert "Typography: 1 place says the same in other signs" in found
    assert re.search(r'<del\s+class="number"\s*>48</del>', found)
    assert re.search(r'<ins\s+class="number"\s*>84</ins>', found)
    inline = page(reader, f"/library/documents/{work}/zh/compare/1/2/?view=inline")
    assert re.search(r'<del\s+class="number"\s*>48</del><ins\s+class="number"\s*>84</ins>', inline)
    assert "The wording is the same" in page(reader, f"/library/documents/{work}/zh/compare/1/1/")
    assert reader.get(f"/library/documents/{work}/zh/compare/1/9/").status_code == 404


def test_what_was_not_understood_is_decided_in_its_place(load, keeper):
    expression = load(LOOSE.encode()).expression
    one = Unresolved.objects.get(code="text_without_number")
    where = f"/library/documents/{expression.work_id}/zh/1/"
    assert "Not understood by the reader" in page(keeper, where)
    assert "一段谁也不知道是什么的文字" in page(keeper, "/library/review/")
    decide = f"/library/review/{one.pk}/"
    assert "In its place" in page(keeper, decide)
    sent = {"decision": "assigned", "paragraph": "", "reason": "It goes on."}
    assert "Say to which paragraph" in keeper.post(decide, sent).content.decode()
    done = keeper.post(decide, {**sent, "paragraph": "para_11"}, follow=True).content.decode()
    assert "Decided." in done
    assert "It goes on." in done
    assert 'href="#para_11">Belongs to this paragraph' in page(keeper, where)
    assert "一段谁也不知道是什么的文字" in page(keeper, where)
    assert (
        "somebody else decided"
        in keeper.post(decide, {"decision": "accepted", "reason": "Late."}, follow=True).content.decode()
    )


def test_what_is_understood_meanwhile_is_not_decided_and_what_was_typed_stays(load, keeper):
    load(LOOSE.encode())
    address = f"/library/review/{Unresolved.objects.get(code='text_without_number').pk}/"
    with meanwhile(Unresolved.objects.all().delete, before='FROM "library_unresolved"', nth=2):
        answer = keeper.post(address, {"decision": "accepted", "reason": "As it is printed."}).content.decode()
    assert "the document was read again meanwhile" in answer
    assert "As it is printed." in answer


def test_a_decision_about_an_earlier_reading_stands_beside_what_is_read_now(load, keeper):
    expression = load(LOOSE.encode()).expression
    one = Unresolved.objects.get(code="text_without_number")
    first = f"/library/review/{one.pk}/"
    keeper.post(first, {"decision": "corrected", "kind": "summary", "reason": "It sums up."})
    heading = expression.paragraphs.filter(kind="heading").first()
    Unresolved.objects.update(text=heading.text)
    file = read_by_an_older_one(expression)
    reread(actor=Actor.system("tests"), manifestation_id=file.pk, now=NOW)
    again = Unresolved.objects.get(state="waiting", earlier=one)
    assert "Somebody decided what this is" in page(keeper, "/library/review/")
    shown = re.sub(r"\s+", " ", page(keeper, f"/library/review/{again.pk}/"))
    assert all(
        words in shown
        for words in (f'href="{first}">of another kind: Part of the summary', "It sums up.", "<dd> A heading </dd>")
    )
    assert f'href="/library/review/{again.pk}/">What is read now' in page(keeper, first)
    Unresolved.objects.filter(pk=again.pk).update(paragraph=None, read_as="")
    assert "no piece of their own any more" in page(keeper, f"/library/review/{again.pk}/")


def test_counts_are_drawn_with_the_paragraph_of_each(load, reader):
    assert "No document of the library gives a number" in page(reader, "/library/figures/")
    load("report.zh.txt")
    load("report.en.txt")
    later = REPORT.replace("第二十一次", "第二十二次").replace("2031", "2032").replace("61 份", "75 份")
    load(later.encode())
    found = page(reader, "/library/figures/?what=membership.applications")
    assert "<polyline" in found
    assert found.count("<circle") == 2
    assert "#para_12" in found
    answer = reader.get("/library/figures/export/?what=membership.applications")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["date"], row["value"]) for row in rows] == [("2031-01-31", "61"), ("2032-01", "75")]
    assert rows[0]["address"].endswith("#para_12")


def test_no_line_joins_what_different_speakers_said_of_their_own_states(load, reader):
    load("report.en.txt")
    found = page(reader, "/library/figures/?what=requests.sent")
    assert "<circle" in found
    assert "<polyline" not in found
    assert "no line joins" in found


def sent(client, raw, name="file.txt"):
    return client.post("/library/new/", {"file": SimpleUploadedFile(name, raw)}, follow=True).content.decode()


def test_a_keeper_loads_a_document_by_a_form(keeper):
    assert "Loaded: a document that was not there." in sent(keeper, REPORT.encode(), "report.txt")
    assert "This very file was there already" in sent(keeper, REPORT.encode())
    assert Manifestation.objects.get().file.name == "report.txt"
    assert list(StoredFile.objects.values_list("purpose", flat=True)) == ["library"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (bytes(range(256)) * 8, "The file is not text"),
        (b"PK\x03\x04 broken", "damaged or something else"),
        ("très été".encode("latin-1"), "cannot be told"),
        (b"<html><script>alert(1)</script></html>", "holds no words"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field_and_leaves_nothing(raw, words, keeper):
    told = sent(keeper, raw)
    assert words in told
    assert 'class="field wrong"' in told
    assert (StoredFile.objects.count(), Work.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_told(keeper):
    assert "larger than allowed" in sent(keeper, b"x" * ((32 << 20) + 1))
    assert StoredFile.objects.count() == 0


def test_hostile_markup_is_shown_as_text(load, reader):
    raw = "<p>1. See &lt;script&gt;alert(1)&lt;/script&gt; here.</p><p>2. “Two\u202e” words.</p>"
    work = load(f"<html><body>{raw}</body></html>".encode()).expression.work_id
    found = page(reader, f"/library/documents/{work}/")
    assert "<script>" not in found
    assert "\u202e" not in found


def test_pages_speak_chinese(load, keeper):
    work = load(LOOSE.encode()).expression.work_id
    load("note.zh.txt")
    keeper.post("/language/", {"language": "zh-hans", "next": "/"})
    for path, words in (
        ("/library/", "法律图书馆"),
        (f"/library/documents/{work}/zh/1/", "出席情况"),
        ("/library/review/", "未能理解之处"),
        ("/library/figures/", "数目的历年变化"),
        ("/library/new/", "载入文件"),
    ):
        assert words in page(keeper, path)


def test_every_doubt_and_every_count_of_the_reader_has_its_words():
    sources = "".join(path.read_text() for path in (SOURCE / "library" / "reading").rglob("*.py"))
    codes = {
        code for part in sources.split("Unresolved(")[1:] for code in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', part[:90])
    }
    assert codes >= {"text_without_number", "state_unknown", "page_without_text", "kind_unknown"}
    assert codes <= set(labels.DOUBTS)
    for rules in (rules_for("en"), rules_for("zh")):
        assert {name for name, _pattern in rules.subjects} <= set(labels.COUNTS)
        assert {name for name, _pattern in rules.categories} <= set(labels.CATEGORIES)
        assert {name for name, _pattern in rules.kinds} <= set(labels.KINDS)


def test_what_is_about_no_piece_stands_above_the_document(load, keeper):
    work = load(b"Words without any number at all.\n").expression.work_id
    found = page(keeper, f"/library/documents/{work}/")
    assert "No numbered paragraph was found." in found
    assert "What kind of document this is was not found." in found
