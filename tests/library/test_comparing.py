"""Two versions: another layout is no change; a changed number, negation, name or citation is the first thing told."""

import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from tests.builders.layouts import LAYOUTS

from comity.library.comparing import compare, typography
from comity.library.reading import read_file, read_text

DOCUMENTS = Path(__file__).parent / "documents"
SHARED = Path(__file__).parents[3] / "shared" / "documents"
SAME_WORDS = str.maketrans({"（": "(", "）": ")", "“": '"', "”": '"', "–": "-", "：": ":", "，": ","})


def ours(language):
    return (DOCUMENTS / f"report.{language}.txt").read_text("utf-8")


def changes(before, after):
    return [(one.kind.value, one.paragraph) for one in compare(read_text(before), read_text(after))]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_layout_is_no_change(language, layout):
    assert changes(ours(language), LAYOUTS[layout](ours(language))) == []


def test_typography_is_no_change():
    other = ours("zh").translate(SAME_WORDS).replace("第㈡项", "第(二)项").replace("2031 年", "2031年")
    assert other != ours("zh")
    assert changes(ours("zh"), other) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("第(二)项和其他各项。", "第㈡项和其他各项。", [("第(二)项和", "第㈡项和")]),
        ("《公约》的原则，以及做法。", "《公约》的原则以及做法。", [("原则，以及", "原则以及")]),
        ("萨赫勒-撒哈拉国家", "萨赫勒–撒哈拉国家", [("赫勒-撒哈", "赫勒–撒哈")]),
        ("The Meeting said “no”.", 'The meeting said "no".', [("The Meeting said “no”", 'The meeting said "no"')]),
        ("于 2021 年举行。", "于2021年举行。", []),
        ("会议阐明挑战。", "会议认明挑战。", []),
    ],
)
def test_other_signs_for_the_same_words_are_told_apart_from_the_wording(before, after, expected):
    first, second = read_text(f"1. {before}\n"), read_text(f"1. {after}\n")
    assert [(one.where, one.before, one.after) for one in typography(first, second)] == [
        ("1", *signs) for signs in expected
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_layout_changes_no_sign(language, layout):
    assert typography(read_text(ours(language)), read_text(LAYOUTS[layout](ours(language)))) == []


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("zh", "48 项", "84 项", ("number", "15")),
        ("zh", "尚未答复的请求", "已经答复的请求", ("negation", "15")),
        ("zh", "科特迪瓦、", "智利、", ("name", "6")),
        ("zh", "第四十八条第二款", "第四十八条第一款", ("citation", "13")),
        ("zh", "第 8/6 号", "第 8/7 号", ("citation", "1")),
        ("zh", "及早直接沟通", "及早当面沟通", ("wording", "16")),
        ("en", "48 requests", "84 requests", ("number", "15")),
        ("en", "had been executed", "had not been executed", ("negation", "15")),
        ("en", "Mali,", "Chad,", ("name", "6")),
        ("en", "article 48, paragraph 2", "article 48, paragraph 1", ("citation", "13")),
        ("en", "directly and early", "directly and promptly", ("wording", "16")),
    ],
)
def test_one_change_is_told_once_and_by_what_it_touches(language, old, new, expected):
    assert ours(language).count(old) >= 1
    changed = ours(language).replace(old, new, 1)
    assert changes(ours(language), changed) == [expected]
    assert changes(ours(language), LAYOUTS["page broken"](changed)) == [expected]


def test_the_words_are_shown_with_those_beside_them():
    before = read_text("1. 会议阐明各种挑战。\n")
    (one,) = compare(before, read_text("1. 会议认明各种挑战。\n"))
    assert (one.before, one.after) == ("会议阐明各", "会议认明各")


def test_numbers_come_before_words():
    changed = ours("zh").replace("在维也纳举行，", "在日内瓦举行，").replace("22 项", "23 项")
    assert [kind for kind, _where in changes(ours("zh"), changed)] == ["number", "wording"]


def test_a_new_paragraph_moves_the_numbers_and_nothing_else():
    lines = ["1. 会议由主席宣布开幕。", "2. 代表们讨论了国际合作。", "3. 专家介绍了电子请求。"]
    more = [lines[0], "2. 秘书处说明了工作安排并散发文件。", "3. 代表们讨论了国际合作。", "4. 专家介绍了电子请求。"]
    before, after = "\n\n".join(lines), "\n\n".join(more)
    assert changes(before, after) == [("added", "2")]
    assert changes(after, before) == [("removed", "2")]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference folder is not beside this clone")
class TestTheTwoVersionsOfTheTenthMeetingsReport:
    FILES = ("eg1-2021-10th-meeting-report.zh.txt", "eg1-2021-10th-meeting-report.zh.other-version.txt")

    def test_only_what_was_changed_is_told(self):
        found = compare(*(read_file(SHARED / name) for name in self.FILES))
        assert [(one.paragraph, one.kind.value, one.before, one.after) for one in found] == [
            *[("20", "citation", "打击跨国有组", "打击有组")] * 4,
            ("2", "wording", "阐明各", "认明各"),
            ("19", "wording", "查手法的国", "查手段的国"),
            ("23", "wording", "立的系统", "立的电子系统"),
            ("33", "wording", "强调应将", "强调将应将"),
            ("36", "wording", "刑事司法", "刑事诉讼司法"),
        ]

    def test_other_signs_are_told_apart(self):
        found = typography(*(read_file(SHARED / name) for name in self.FILES))
        assert [one.where for one in found] == ["5", "13", "13", "41"]
        assert ("(二)" in found[0].before, "㈡" in found[0].after) == (True, True)

    def test_a_comparison_without_any_reading_finds_no_other_words(self):
        """The raw characters, spaces and page furniture left out: what differs there is what was told."""
        raw = []
        for name in self.FILES:
            text = (SHARED / name).read_text("utf-8")
            body = text[text.index("导言") :]
            body = re.sub(r"https?://\S+|\(#\)|^-\s|[¹\s\[\]_–-]", "", body, flags=re.MULTILINE)
            raw.append(unicodedata.normalize("NFKC", body))
        matcher = SequenceMatcher(None, *raw, autojunk=False)
        differ = [
            (raw[0][code[1] : code[2]], raw[1][code[3] : code[4]])
            for code in matcher.get_opcodes()
            if code[0] != "equal"
        ]
        words = [(old, new) for old, new in differ if re.search(r"[\u4e00-\u9fff]", old + new)]
        assert sorted(words) == sorted(
            [*[("跨国", "")] * 4, ("阐", "认"), ("法", "段"), ("", "电子"), ("", "将"), ("", "诉讼")]
        )
        assert [pair for pair in differ if pair not in words and pair not in {("", "1"), ("", "11")}] == []
