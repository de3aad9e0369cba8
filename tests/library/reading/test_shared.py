"""The three real documents, beside the clone: read whole and right. What is expected was read by a person."""

from pathlib import Path

import pytest

from comity.library.reading import read_file, with_symbols
from comity.library.reading.answer import to_answer

FOLDER = Path(__file__).parents[4] / "shared" / "documents"
NAMES = (
    "eg1-2021-10th-meeting-report.zh.txt",
    "eg1-2021-10th-meeting-report.zh.other-version.txt",
    "cosp-2021-secretariat-note.zh.txt",
)
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference folder is not beside this clone"),
]
ATTENDING = (
    "ALB DZA ARG ARM AUS AUT BHR BLR BEL BTN BOL BWA BRA BRN BGR CAN CHL CHN COL CRI CUB CYP CZE ECU EGY "
    "SLV GNQ FIN FRA GEO DEU GRC GTM HND HUN IND IDN IRN IRQ ISR ITA JPN JOR KEN KWT LAO LVA LBN LBY LIE "
    "LTU LUX MDG MWI MYS MLT MUS MEX MNG MNE MMR NLD NZL NIC NGA MKD NOR PAK PAN PRY PER PHL POL PRT QAT "
    "KOR MDA RUS SAU SEN SGP SVK SVN ZAF ESP LKA PSE SDN SWE CHE THA TLS TUN TUR UGA UKR ARE GBR TZA USA "
    "URY UZB VEN VNM YEM ZWE"
)
REPLIES = {
    "footnote 1": (
        "ARG AUT BHR BEL BWA BGR BDI KHM CHN CUB CYP CZE DNK ECU DEU GRC HUN ISR JPN JOR LVA LTU MEX MMR MKD "
        "NOR PHL PRT QAT KOR ROU RUS WSM SAU SEN SVN ESP SDN TJK TUR TKM TZA URY VEN"
    ),
    "footnote 2": (
        "ALB AUS BTN BOL CMR CAN CHL CHN COL CUB DNK DMA DEU GRC HUN IRL LTU MMR NPL NOR PAN PRY PER POL PRT "
        "KOR RUS SVK TJK VEN"
    ),
}
SERIES = "CAC/COSP/EG.1/"


@pytest.fixture(scope="module")
def read():
    documents = with_symbols([read_file(FOLDER / name) for name in NAMES])
    return [to_answer(one, name) for one, name in zip(documents, NAMES, strict=True)]


def test_all_paragraphs_come_out_once_and_in_order(read):
    assert [[one["number"] for one in each["paragraphs"]] for each in read] == [
        list(range(1, 51)),
        list(range(1, 51)),
        list(range(1, 46)),
    ]
    assert [each["unresolved"] for each in read] == [[], [], []]


@pytest.mark.parametrize(
    ("which", "number", "begins", "ends"),
    [
        (0, 9, "2021年9月6日，增进《公约》下", "4. 通过报告。"),
        (0, 14, "秘书处的一名代表介绍了源自公约缔约国会议", "并阐述了四个问题。"),
        (
            0,
            24,
            "有几位发言者指出自发传递信息",
            "鉴于 COVID-19 大流行对国际合作的负面影响，据认为这些工具对于促进国际合作特别重要。",
        ),
        (0, 31, "来自巴拿马的主讲人", "位于外国的资产被没收。"),
        (0, 36, "几位发言者分享了", "包括 SHERLOC 知识管理门户网站。"),
        (1, 17, "秘书处代表还提供了", "并正在更新法律图书馆所载信息。"),
        (1, 19, "为了加强增进", "供缔约方会议核可。"),
        (1, 31, "来自巴拿马的主讲人", "位于外国的资产被没收。"),
        (1, 36, "几位发言者分享了", "包括 SHERLOC 知识管理门户网站。"),
        (1, 50, "第十次增进", "CAC/COSP/EG.1/2021/L.1/Add.2 和 CAC/COSP/EG.1/2021/L.1/Add.3）。"),
        (2, 14, "2020 年和 2021 年举行的专家会议", "加强信任和沟通的建议。"),
        (2, 30, "全球反腐网由三个关键部分组成", "(c)开发知识和能力。"),
        (2, 45, "缔约国会议似宜考虑", "工作协同增效。"),
    ],
)
def test_the_contents_are_right(read, which, number, begins, ends):
    text = read[which]["paragraphs"][number - 1]["text"]
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_a_paragraph_cut_by_a_page_is_whole(read):
    for each in read[:2]:
        assert "不以是否存在条约为引渡条件" in each["paragraphs"][30]["text"]
        assert "加强协同增效作用，为此进一步探讨" in each["paragraphs"][48]["items"][7]["text"]


def test_items_and_recommendations(read):
    for each in read[:2]:
        assert [item["label"] for item in each["paragraphs"][1]["items"]] == list("abcde")
        assert [one["paragraph"] for one in each["recommendations"]] == [f"49({letter})" for letter in "abcdefghi"]
    note = read[2]
    assert [one["paragraph"] for one in note["recommendations"]] == ["42", "43", "44", "45"]
    found = {one["number"]: [item["label"] for item in one["items"]] for one in note["paragraphs"] if one["items"]}
    assert found == {
        2: list("abcde"),
        15: list("ab"),
        18: list("ab"),
        30: list("abc"),
        32: list("abc"),
        39: list("abcde"),
    }


def test_every_attending_state_and_observer(read):
    for each in read[:2]:
        assert " ".join(each["states"]) == ATTENDING
        assert [(one["where"], " ".join(one["iso3"])) for one in each["state_lists"]] == [("10", ATTENDING)]
        assert {category: len(names) for category, names in each["observers"].items()} == {
            "regional_organisations": 1,
            "un_bodies": 1,
            "institutes": 6,
            "igos": 13,
        }
    assert {one["where"]: " ".join(one["iso3"]) for one in read[2]["state_lists"] if one["where"] in REPLIES} == REPLIES


def test_what_is_cited(read):
    report = [
        ("uncac", 1, None, "b"),
        ("uncac", 43, None, None),
        ("uncac", 36, None, None),
        ("uncac", 48, None, None),
        ("uncac", 44, 5, None),
        ("uncac", 46, 7, None),
        ("uncac", 48, 2, None),
        ("uncac", 54, 1, "c"),
    ]
    for each in read[:2]:
        assert [tuple(one.values()) for one in each["articles"]] == report
        assert [(one["body"], one["number"]) for one in each["resolutions"]] == [
            *(("CAC/COSP", number) for number in ("4/2", "5/1", "7/1", "8/2", "8/6")),
            ("CTOC/COP", "10/6"),
        ]
        assert each["symbols"] == [
            SERIES + end
            for end in ("2021/2", "2021/3", "2021/L.1", "2021/L.1/Add.1", "2021/L.1/Add.2", "2021/L.1/Add.3")
        ]
    note = read[2]
    assert {tuple(one.values()) for one in note["articles"]} == {*report[:3], *report[3:7]}
    assert [one["number"] for one in note["resolutions"]] == ["4/2", "5/1", "7/1", "8/2", "8/6", "6/1"]
    assert set(note["symbols"]) == {
        *("CAC/COSP/2021/1", "CAC/COSP/2019/17"),
        *(SERIES + end for end in ("2018/4", "2019/4", "2020/2", "2020/3", "2021/2", "2021/3", "2021/4")),
    }


def test_the_report_learns_its_symbol_from_the_note(read):
    assert [(each["kind"], each["symbol"]) for each in read] == [
        ("report", "CAC/COSP/EG.1/2021/4"),
        ("report", "CAC/COSP/EG.1/2021/4"),
        ("note", None),
    ]


def test_figures_and_their_days(read):
    directory = [
        ("directory.mutual_legal_assistance", 133),
        ("directory.prevention", 120),
        ("directory.asset_recovery", 86),
        ("directory.extradition", 32),
        ("directory.civil_and_administrative", 35),
    ]
    for each, day in zip(read, ("2021-08", "2021-08", "2021-09-22"), strict=True):
        figures = {(one["what"], one["value"]): one["date"] for one in each["figures"]}
        assert [figures[row] for row in directory] == [day] * 5
    for each in read[:2]:
        figures = [(one["what"], one["value"], one["date"]) for one in each["figures"]]
        assert ("membership.applications", 27, "2021-09-10") in figures
        assert ("requests.sent", 48, "2020") in figures
        assert ("requests.executed", 22, "2020") in figures
        assert ("requests.sent", 17, "2021-H1") in figures
    note = [(one["what"], one["value"], one["date"]) for one in read[2]["figures"]]
    assert ("membership.applications", 49, "2021-10-12") in note
    assert ("membership.countries", 30, "2021-10-12") in note
