"""The columns that a table of running cases may have, and the headings by which each is recognised."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


NEEDED: Final = frozenset({"direction", "state", "title", "kinds", "opened_on"})


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a row says: its key, its name, and headings that mean it."""

    key: str
    title: Text
    headings: tuple[str, ...]

    @property
    def needed(self) -> bool:
        """Whether every table must have it."""
        return self.key in NEEDED


COLUMNS: Final[dict[str, Column]] = {
    one.key: one
    for one in (
        Column("direction", Text("Direction", "方向"), ("in/out", "incoming/outgoing", "type", "收发", "类别")),
        Column("state", Text("Other State", "对方国家"), (
            "state", "country", "counterpart", "other country", "国家", "对方国", "对方", "国别")),
        Column("our_reference", Text("Our reference", "我方编号"), (
            "reference", "ref", "our ref", "file number", "case number", "编号", "案号", "文号", "案件编号")),
        Column("their_reference", Text("Their reference", "对方编号"), (
            "their ref", "foreign reference", "your reference", "对方文号", "来文编号", "对方案号")),
        Column("title", Text("Subject", "事由"), ("title", "case", "matter", "案由", "标题", "案件名称")),
        Column("kinds", Text("Kinds of assistance", "协助事项"), (
            "kind of assistance", "kind", "measures", "assistance", "assistance requested", "协助种类", "协助类型",
            "请求事项")),
        Column("opened_on", Text("Sent or received on", "发出或者收到日期"), (
            "date", "sent", "received", "date sent", "date received", "sent on", "received on", "opened", "opened on",
            "日期", "发出日期", "收到日期", "收文日期", "发文日期", "立案日期")),
        Column("registered_on", Text("Registered on", "登记日期"), (
            "registered", "acknowledged", "acknowledged on", "date registered", "确认日期", "收件确认日期")),
        Column("decision", Text("Decision", "决定"), ("decided", "result of examination", "审查结果")),
        Column("decided_on", Text("Decided on", "决定日期"), ("decision date", "date of decision", "date decided")),
        Column("closed_on", Text("Closed on", "结案日期"), ("closed", "date closed", "completed", "办结日期")),
        Column("outcome", Text("Outcome", "结果"), ("result", "办理结果", "处理结果")),
        Column("deadline", Text("Answer wanted by", "希望答复的期限"), (
            "deadline", "due", "due date", "期限", "截止日期")),
        Column("officer", Text("Officer (login)", "承办人（登录名）"), ("officer", "login", "承办人", "经办人")),
    )
}  # fmt: skip


def plain(text: str) -> str:
    """Return a heading as it is compared: compatibility form, lower case, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


_KNOWN: Final = {
    plain(name): one.key
    for one in COLUMNS.values()
    for name in (one.key, one.title.get("en"), one.title.get("zh-hans"), *one.headings)
}


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Return column -> place of the heading that means it; the first that fits, each heading once."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = _KNOWN.get(plain(heading))
        if key is not None:
            found.setdefault(key, place)
    return found


def missing(mapping: Mapping[str, int]) -> list[Column]:
    """Return the columns that a table must have and this one lacks. One of the two references must be there."""
    absent = [one for one in COLUMNS.values() if one.needed and one.key not in mapping]
    if not {"our_reference", "their_reference"} & mapping.keys():
        absent.append(COLUMNS["our_reference"])
    return absent
