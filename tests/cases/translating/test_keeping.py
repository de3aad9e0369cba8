"""What a translation lost is found, whatever way numbers and dates are written; what it kept is not asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.requests import CHINESE, ENGLISH

from comity.cases.translating.keeping import MONTHS, Lost, chinese, faults_of

NAMES = ("Meridian Quarry Ltd",)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_good_translation_is_not_asked_about(key: str) -> None:
    assert faults_of(ENGLISH[key], CHINESE[key]) == []
    assert faults_of(CHINESE[key], ENGLISH[key]) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("under article 46(15)(c)", "根据第四十六条第十五款第（三）项"),
        ("by 1 March 2026", "于2026年3月1日前"),
        ("on March 1st, 2026", "2026-03-01"),
        ("1.2 million", "120万"),
        ("in 2019-2021", "在2019年至2021年期间"),
        ("twenty-one accounts, two hundred thousand in all", "21个账户，共20万"),
        ("He may have paid one or two of them.", "他可能行贿一两次。"),
        ("一亿零三百万", "103,000,000"),
        ("Write to a@b.example about XA/2026/0117.", "请就 XA/2026/0117 致函 a@b.example。"),
        ("Ask MERIDIAN quarry ltd in [[1]].", "请询问 Meridian Quarry Ltd [[1]]。"),
    ],
)
def test_kept_in_other_words(source: str, target: str) -> None:
    assert faults_of(source, target, NAMES) == []


@pytest.mark.parametrize(
    ("source", "target", "lost", "what"),
    [
        ("Meridian Quarry Ltd paid.", "该公司付款。", Lost.NAME, "Meridian Quarry Ltd"),
        ("Give {{reference}}.", "请提供编号。", Lost.PLACE, "{{reference}}"),
        ("Write to a@b.example.", "请来函。", Lost.ADDRESS, "a@b.example"),
        ("by 1 March 2026", "于2026年3月2日前", Lost.DATE, "2026-03-01"),
        ("by 1 March 2026", "于3月1日前", Lost.DATE, "2026-03-01"),
        ("account 00-11-22", "账户 00-11-23", Lost.SYMBOL, "00-11-22"),
        ("400,000 left", "4万转出", Lost.NUMBER, "400,000"),
        ("article 46(15)(c)", "第四十六条第十五款第（二）项", Lost.NUMBER, "3"),
        ("several accounts", "5个账户", Lost.ADDED, "5"),
    ],
)
def test_lost(source: str, target: str, lost: Lost, what: str) -> None:
    assert (lost, what) in [(one.lost, one.what) for one in faults_of(source, target, NAMES)]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 28), st.sampled_from(sorted(MONTHS)), st.integers(1900, 2099), st.integers(0, 5))
def test_a_date_is_kept_only_as_itself(day: int, month: str, year: int, off: int) -> None:
    number = MONTHS[month]
    written = f"{year}年{number}月{day + off}日"
    found = faults_of(f"on {day} {month.title()} {year} it was paid", f"于{written}支付")
    assert (found == []) == (off == 0)


DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Write a number below ten thousand as Chinese does, by the rule and not by the reader under test."""
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + sign
        gap = not digit
    return text


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 9_999), st.integers(0, 9_999))
def test_chinese_numerals_are_read_as_they_are_written(tens: int, rest: int) -> None:
    assert chinese(spelled(tens)) == tens
    joined = spelled(tens) + "万" + (("零" if rest < 1000 else "") + spelled(rest) if rest else "")
    assert chinese(joined) == tens * 10_000 + rest
    assert chinese("一亿" + spelled(tens) + "万") == 10**8 + tens * 10**4


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_there_nothing_breaks_and_the_same_is_kept(source: str, target: str) -> None:
    faults_of(source, target, NAMES)
    assert [one for one in faults_of(source, source, NAMES) if one.lost is not Lost.ADDED] == []
