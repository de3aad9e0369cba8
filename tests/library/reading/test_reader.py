"""Documents in all layouts read the same; nothing is lost, whatever comes in; no line of an agenda is a paragraph."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.layouts import LAYOUTS

from comity.library.reading import read_text, with_symbols
from comity.library.reading.answer import to_answer
from comity.library.reading.document import BlockKind

DOCUMENTS = Path(__file__).parents[1] / "documents"
ATTENDING = (
    [
        "DZA",
        "ATG",
        "BOL",
        "BIH",
        "COG",
        "CIV",
        "COD",
        "DMA",
        "DOM",
        "GNQ",
        "GIN",
        "MLI",
        "NER",
        "NGA",
        "SOM",
        "SSD",
        "SDN",
        "GBR",
        "TTO",
        "YEM",
    ],
    ["BRB", "SYR"],
    ["ERI"],
)
AGENDA = {"zh": ("会议开幕。", "通过报告。"), "en": ("Opening of the meeting.", "Adoption of the report.")}
ARTICLES = [
    ("uncac", 1, None, "b"),
    ("uncac", 44, 5, None),
    ("uncac", 46, 7, None),
    ("uncac", 46, 9, None),
    ("uncac", 48, 2, None),
    ("uncac", 54, 1, "c"),
    ("untoc", 16, None, None),
    ("untoc", 18, 3, None),
    ("rules-of-procedure", 2, None, None),
]


def ours(name):
    return (DOCUMENTS / name).read_text("utf-8")


def answer(text):
    return to_answer(read_text(text), "file")


def bare(text):
    """Return the words without the breaks between lines: whether a list's items stand on lines is not the words."""
    return re.sub(r"\s+", " ", text)


def spans(document):
    return sorted((span.start, span.end) for block in document.blocks for span in block.spans)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["zh", "en"])
class TestLayouts:
    def test_every_paragraph_comes_out_once_whole_and_in_order(self, language, layout):
        text = ours(f"report.{language}.txt")
        first, other = answer(text), answer(LAYOUTS[layout](text))
        assert [one["number"] for one in other["paragraphs"]] == list(range(1, 18))
        for one, same in zip(first["paragraphs"], other["paragraphs"], strict=True):
            assert bare(same["text"]) == bare(one["text"])
            assert (same["heading"], same["items"]) == (one["heading"], one["items"])

    def test_what_the_paragraphs_say_is_found(self, language, layout):
        found = answer(LAYOUTS[layout](ours(f"report.{language}.txt")))
        assert [one["iso3"] for one in found["state_lists"]] == list(ATTENDING)
        assert [tuple(one.values()) for one in found["articles"]] == ARTICLES
        assert [(one["body"], one["number"]) for one in found["resolutions"]] == [
            *(("CAC/COSP", number) for number in ("4/2", "8/2", "8/6")),
            ("CTOC/COP", "10/6"),
            ("GA", "58/4"),
        ]
        assert found["symbols"] == [
            *("CAC/COSP/EG.1/2030/4", "CAC/COSP/EG.1/2031/1", "CAC/COSP/EG.1/2031/1/Add.1"),
            *("CAC/COSP/EG.1/2031/L.1", "CAC/COSP/EG.1/2031/L.1/Add.1"),
        ]
        assert [one["paragraph"] for one in found["recommendations"]] == ["16(a)", "16(b)", "16(c)"]
        assert found["unresolved"] == []

    def test_the_agenda_is_kept_with_its_paragraph(self, language, layout):
        document = read_text(LAYOUTS[layout](ours(f"report.{language}.txt")))
        lists = {one.number: one.agenda for one in document.paragraphs if one.agenda}
        assert list(lists) == [4]
        assert [item.label for item in lists[4]] == list("123456")
        assert (lists[4][0].text, lists[4][5].text) == AGENDA[language]

    def test_every_character_is_in_one_block(self, language, layout):
        text = LAYOUTS[layout](ours(f"report.{language}.txt"))
        found = spans(read_text(text))
        assert [start for start, _end in found] == [0, *(end for _start, end in found[:-1])]
        assert found[-1][1] == len(text)

    def test_the_footnote_is_anchored(self, language, layout):
        note = read_text(LAYOUTS[layout](ours(f"report.{language}.txt"))).footnotes[0]
        assert (note.mark, note.anchor) == ("1", "C")


def test_two_languages_say_the_same():
    zh, en = answer(ours("report.zh.txt")), answer(ours("report.en.txt"))
    for key in ("kind", "states", "state_lists", "symbols", "articles", "resolutions"):
        assert zh[key] == en[key], key
    assert zh["dates"][:2] == en["dates"][:2]
    assert zh["dates"][1] == {"date": "2031-02-10", "end": "2031-02-12", "role": "meeting"}
    assert {key: len(names) for key, names in zh["observers"].items()} == {
        key: len(names) for key, names in en["observers"].items()
    }


def test_names_that_hold_and_are_not_parted():
    observers = answer(ours("report.zh.txt"))["observers"]
    assert observers["institutes"] == ["亚洲和远东预防犯罪和罪犯待遇研究所", "国际刑法改革和刑事司法政策中心"]
    assert observers["igos"][-2:] == ["国际刑事警察组织（国际刑警组织）", "世界海关组织"]
    assert observers["signatories"] == ["巴巴多斯", "阿拉伯叙利亚共和国"]


def test_figures_come_with_their_day():
    figures = {(one["what"], one["value"]): one["date"] for one in answer(ours("report.zh.txt"))["figures"]}
    assert figures["directory.mutual_legal_assistance", 141] == "2031-01"
    assert figures["directory.asset_recovery", 90] == "2031-01"
    assert figures["membership.applications", 61] == "2031-01"
    assert figures["requests.sent", 48] == figures["requests.executed", 22] == "2030"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2030 年，本国发出了 84 项司法协助请求，其中 22 项请求尚未执行。", {"sent": 84, "not_executed": 22}),
        ("2030 年，本国发出了 84 项司法协助请求，其中 9 项请求被拒绝。", {"sent": 84, "refused": 9}),
        ("2030 年，本国发出了 84 项司法协助请求，其中 40 项请求已经执行。", {"sent": 84, "executed": 40}),
        (
            "In 2030 his country had sent 84 requests, of which 22 had not been executed.",
            {"sent": 84, "not_executed": 22},
        ),
        (
            "In 2030 her country had sent 84 requests, of which 22 had not yet been executed.",
            {"sent": 84, "not_executed": 22},
        ),
        ("In 2030 her country had sent 84 requests, of which 9 were refused.", {"sent": 84, "refused": 9}),
        ("In 2030 her country had sent 84 requests, of which 40 had been executed.", {"sent": 84, "executed": 40}),
    ],
)
def test_what_became_of_requests_is_not_counted_as_requests(text, expected):
    found = {one["what"]: one["value"] for one in answer(f"1. {text}\n")["figures"]}
    assert found == {f"requests.{what}": value for what, value in expected.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_own_symbol_is_found_through_the_document_that_cites_it(language):
    report, note = read_text(ours(f"report.{language}.txt")), read_text(ours(f"note.{language}.txt"))
    assert report.symbol is None
    assert [one.symbol for one in with_symbols([report, note])] == ["CAC/COSP/EG.1/2031/3", None]


def test_a_symbol_at_the_head_of_every_page_is_the_documents_own():
    assert read_text(LAYOUTS["page broken"](ours("report.en.txt"))).symbol == "CAC/COSP/EG.1/2031/3"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pin_belongs_to_the_document_cited(language):
    note = read_text(ours(f"note.{language}.txt"))
    assert [(one.symbol, one.pin) for one in note.citations if one.pin] == [("CAC/COSP/2029/17", "102")]
    assert note.articles == ()
    assert (note.kind, note.footnotes[-1].anchor, note.state_lists[0].states) == ("note", "2", ("TCD", "DMA", "PNG"))


def test_an_agenda_begins_where_the_next_paragraph_is_due():
    text = (
        "一. 开幕\n\n1. 会议开幕。\n\n2. 会议通过了下列议程：\n\n3. 选举主席团成员。\n4. 通过报告。\n\n"
        "3. 主席作了发言。\n4. 会议闭幕。\n"
    )
    document = read_text(text)
    assert [(one.number, one.text.split("\n")[0]) for one in document.paragraphs] == [
        *((1, "会议开幕。"), (2, "会议通过了下列议程：")),
        *((3, "主席作了发言。"), (4, "会议闭幕。")),
    ]
    assert [item.text for item in document.paragraphs[1].agenda] == ["选举主席团成员。", "通过报告。"]


def test_a_missing_number_is_told():
    document = read_text("1. 会议开幕。\n\n4. 会议闭幕。\n")
    assert [one.number for one in document.paragraphs] == [1, 4]
    assert ("numbers_missing", "2–3") in [(one.code, one.text) for one in document.unresolved]


def test_what_has_no_number_stays_and_is_told():
    document = read_text("I. Opening\n\n1. The meeting opened.\n\nA sentence that nobody numbered.\n\n2. It closed.\n")
    assert [one.number for one in document.paragraphs] == [1, 2]
    assert [(one.where, one.text) for one in document.unresolved if one.code == "text_without_number"] == [
        ("after 1", "A sentence that nobody numbered.")
    ]


def test_an_unknown_name_among_states_is_told_and_not_guessed():
    found = read_text("1. 下列缔约国派代表出席了会议：智利、某虚构国、中国。\n")
    assert found.state_lists[0].states == ("CHL", "CHN")
    assert [(one.code, one.text) for one in found.unresolved if one.where == "1"] == [("state_unknown", "某虚构国")]


ANY = st.text() | st.text(alphabet="1.2 一.、（a)(b)\n\n\f：:。¹_AB条第款《公约》CAC/COSP/2031 Congo和", max_size=400)


@given(text=ANY)
@settings(deadline=None, max_examples=300)
def test_every_character_of_any_text_is_in_exactly_one_block(text):
    found = spans(read_text(text))
    assert [start for start, _end in found] == ([0, *(end for _start, end in found[:-1])] if found else [])
    assert (found[-1][1] if found else 0) == len(text)


@given(text=ANY)
@settings(deadline=None, max_examples=300)
def test_every_letter_and_digit_of_any_text_is_in_the_words_of_a_block(text):
    for block in read_text(text).blocks:
        source = "".join(text[span.start : span.end] for span in block.spans)
        if not re.search(r"\]\(", source):  # the address behind a link is not among the words
            assert sorted(re.findall(r"[^\W_]", source)) == sorted(re.findall(r"[^\W_]", f"{block.label}{block.text}"))


def test_a_hundred_thousand_lines_take_seconds_and_not_hours():
    began = time.process_time()
    read_text("1. 会议。\n" * 20_000 + "(a)" * 20_000 + "第一条" * 5_000 + "、" * 20_000)
    assert time.process_time() - began < 20


def test_headings_and_subheadings_lead_to_the_paragraph():
    found = answer(ours("report.zh.txt"))["paragraphs"]
    assert found[5]["heading"] == "二. 会议安排 / C. 出席情况"
    assert found[12]["heading"].endswith("/ 关于中央机关之间沟通的专题小组讨论")
    kinds = [block.kind for block in read_text(ours("report.zh.txt")).blocks]
    assert (kinds.count(BlockKind.HEADING), kinds.count(BlockKind.SUBHEADING)) == (8, 1)
