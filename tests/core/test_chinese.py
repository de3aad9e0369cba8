"""The Chinese of the program reads as one text: its punctuation, its spaces and its terms are the same everywhere."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import polib
import pytest
from tests.builders.catalogues import SOURCE, chinese

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}\s*[,;:!?]|[,;:!?]\s*{HAN}|{HAN}\.(?!\w)|{HAN}\(|\){HAN}|{HAN}\"|\"{HAN}")
PATTERN = re.compile(r"\(\?[:<=!P]|\\s")  # what finds words in a text is no text
OTHERS = ("library/reading/", "directory/names.py")  # the words of documents that others wrote, as they wrote them
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w.:]*\}")
DATE = re.compile(r"(?:%\w|\d+|[Ynj])[年月日]|(?<=[年月])(?:%\w|\d+|[nj])")
NO_SPACE = re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}")
DOUBLE = re.compile(rf"{HAN}\s+{HAN}")
STATE = r"(?:\{state\}|%\(state\)s)"  # its code, in the pages of cases
DAY = r"(?:\{(?:day|until)\}|%\((?:day|until)\)s)"  # 2026年3月2日
CODE_OR_DAY = re.compile(rf"{HAN}{STATE}|{STATE}{HAN}|{HAN} {DAY}|{DAY} {HAN}")
BY_NAME = ("%(state)s has designated nobody", "No authority of %(state)s")  # no code there
# Another word for what has one word already, with the word that is used.
OTHERWISE = {
    "消息": "文电", "报文": "文电", "中央当局": "中央机关", "主管当局": "主管机关", "主管部门": "主管机关",
    "相互法律协助": "司法协助", "根本利益": "基本利益", "执行机构": "执行机关", "联合调查": "联合侦查",
    "对方国家已": "对方已", "被判刑人员移交": "被判刑人的移管", "受益所有人": "实际受益人", "请求方": "请求国",
}  # fmt: skip


@cache
def texts() -> list[tuple[str, str]]:
    """Return every Chinese text with its place."""
    return list(_read())


def _read() -> Iterator[tuple[str, str]]:
    """Yield every Chinese text with its place: in the pure layers, and in the catalogues."""
    for path in sorted(SOURCE.rglob("*.py")):
        if str(path.relative_to(SOURCE)).startswith(OTHERS):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(HAN, node.value):
                if PATTERN.search(node.value):
                    continue
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node.value
    for path in chinese():
        for entry in polib.pofile(str(path)):
            for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
                yield f"{path.parts[-5]}: {entry.msgid}", text


def bare(text: str) -> str:
    """Return a text without placeholders and dates, which stand beside Chinese characters without a space."""
    return DATE.sub("", PLACEHOLDER.sub("", text))


def test_there_is_much_to_read():
    assert len(texts()) > 2_000


@pytest.mark.parametrize(
    ("found", "what"),
    [(HALF_WIDTH, "punctuation of half width"), (DOUBLE, "a space between characters")],
    ids=["punctuation", "space"],
)
def test_punctuation_is_of_full_width(found: re.Pattern[str], what: str) -> None:
    assert [place for place, text in texts() if found.search(text)] == [], what


def test_latin_letters_and_numbers_stand_apart_by_a_space():
    assert [(place, text) for place, text in texts() if NO_SPACE.search(bare(text))] == []


def test_the_code_of_a_state_stands_apart_and_a_day_does_not():
    own = [
        (place, text) for place, text in texts() if place.startswith("cases: ") and not any(map(place.count, BY_NAME))
    ]
    assert [(place, text) for place, text in own if CODE_OR_DAY.search(text)] == []


@pytest.mark.parametrize(("other", "used"), OTHERWISE.items(), ids=list(OTHERWISE.values()))
def test_one_thing_has_one_name(other: str, used: str) -> None:
    assert [place for place, text in texts() if other in text] == [], f"say {used}"
