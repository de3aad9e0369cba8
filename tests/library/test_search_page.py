"""The search page: in both languages, without script; what it was widened and narrowed by is in the address."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.people import an_officer, signed_in

from comity.core.roles import Role
from comity.library.finding.filling import refresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from comity.library.actions import Loaded

    Load = Callable[..., Loaded]


@pytest.fixture
def reader(load: Load) -> Client:
    for name in ("report.zh.txt", "report.en.txt", "note.zh.txt", "note.en.txt"):
        load(name)
    refresh()
    return signed_in(an_officer("rhea", [Role.STATISTICIAN]))


def page(reader: Client, **asked: str | list[str]) -> str:
    answer = reader.get("/library/search/", asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def number(found: str) -> int:
    shown = re.search(r'role="status">(\d+) places?<', found)
    return int(shown[1]) if shown else 0


def links(found: str, words: str) -> list[str]:
    """Return the addresses of the links that say these words."""
    return [url for url, said in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', found, re.DOTALL) if words in said]


def test_nothing_asked_teaches_what_to_ask(reader: Client) -> None:
    assert "Type words, a symbol or an article" in page(reader)
    assert "No paragraph says all of this" in page(reader, q="unfindable")


def test_what_is_found_leads_to_its_paragraph_and_is_marked(reader: Client) -> None:
    found = page(reader, q="expert meeting adopted agenda")
    url = links(found, "Paragraph 4")[0]
    assert url.endswith("/en/1/#para_4")
    assert 'id="para_4"' in reader.get(url).content.decode()
    assert "<mark>agenda</mark>" in found
    assert 'lang="en"' in found
    assert re.search(r"<title>\s*Search in the library ·", found)  # what was typed stands in no title


def test_a_query_is_widened_and_says_so_until_it_is_switched_off(reader: Client) -> None:
    both = page(reader, q="中央机关")
    assert "Also looked for" in both
    assert '<bdi lang="en">central authority</bdi>' in both
    alone = unescape(reader.get(links(both, "Only as typed")[0]).content.decode())
    assert 0 < number(alone) < number(both)
    assert "only as typed" in alone
    again = unescape(reader.get(links(alone, "Look for these too")[0]).content.decode())
    assert number(again) == number(both)


def test_other_words_for_many_terms_are_folded_away(reader: Client) -> None:
    few = page(reader, q="引渡 没收 冻结")
    assert "Other words for" not in few
    many = page(reader, q="引渡 没收 冻结 司法协助")
    assert re.search(r"<summary>\s*Other words for 4 terms\s*</summary>", many)
    assert len(links(many, "Only as typed")) == 4
    reader.post("/language/", {"language": "zh-hans", "next": "/"})
    in_chinese = page(reader, q="引渡 没收 冻结 司法协助")
    assert re.search(r"<summary>\s*4 个术语的其他用词\s*</summary>", in_chinese)


def test_a_search_is_narrowed_by_what_was_found_and_widened_again(reader: Client) -> None:
    every = page(reader, q="article 1")
    url = next(one for one in links(every, "Chinese (") if "language=zh" in one)
    narrowed = unescape(reader.get(url).content.decode())
    assert 0 < number(narrowed) < number(every)
    assert not re.findall(r'<p\s+class="quote"\s+lang="en"', narrowed)
    assert number(unescape(reader.get(links(narrowed, "Take away")[0]).content.decode())) == number(every)
    several = page(reader, q="article 1", language=["zh", "en"], kind="report")
    assert number(narrowed) <= number(several) <= number(every)


def test_what_cites_an_article_a_document_and_a_paragraph_is_one_search(reader: Client) -> None:
    by_words, by_key = page(reader, q="article 1(b)"), page(reader, article="uncac:1(b)")
    assert number(by_words) == number(by_key) > 0
    assert "Cites article: 1(b)" in by_key
    cited = page(reader, paragraph="CAC/COSP/EG.1/2030/4 47")
    assert links(cited, "Paragraph 2")
    assert number(page(reader, symbol="CAC/COSP/EG.1/2030/4")) >= number(cited) > 0
    document = unescape(reader.get("/library/symbol/CAC/COSP/EG.1/2031/3/", follow=True).content.decode())
    citing = unescape(reader.get(links(document, "Search the paragraphs that cite it")[0]).content.decode())
    assert "Cites document: CAC/COSP/EG.1/2031/3" in citing


def test_it_speaks_chinese_and_reads_what_is_hostile_as_words(reader: Client) -> None:
    reader.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "同时检索" in page(reader, q="引渡")
    for text in ('"><script>alert(1)</script>', "\0", "%s '", "((((", "《" * 600, '"'):
        assert "<script>alert" not in reader.get("/library/search/", {"q": text}).content.decode()
    for number_of_page in ("0", "-1", "99999999999999", "x", "2"):
        assert reader.get("/library/search/", {"q": "的", "page": number_of_page}).status_code == 200
    assert reader.get("/library/search/", {"state": "' OR 1=1 --", "off": "x"}).status_code == 200


def test_a_page_of_many_places_costs_as_many_questions_as_one_of_few(reader: Client) -> None:
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert number(page(reader, q=query)) > 0
        return len(captured)

    asked("agenda")
    assert asked("the") == asked("agenda adopted")


def test_earlier_versions_are_searched_when_asked_for(load: Load, reader: Client) -> None:
    load(b"Report on a thing\n\n" + b"\n\n".join(b"%d. Lighthouses stand at %d." % (n, n) for n in range(1, 30)))
    load(b"Report on a thing\n\n" + b"\n\n".join(b"%d. Lighthouses stand at %d." % (n, n) for n in range(1, 29)))
    refresh()
    newest = page(reader, q="lighthouses")
    every = unescape(reader.get(links(newest, "Search them too")[0]).content.decode())
    assert (number(newest), number(every)) == (28, 57)
    assert "Version: earlier than the newest" in every
