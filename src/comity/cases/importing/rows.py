"""Judging the rows of a table: what each would become, or every reason why it cannot."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from comity.cases.importing.columns import COLUMNS, plain
from comity.kernel.languages import Text
from comity.kernel.patterns import late
from comity.law.assistance import KINDS, MODULES, usual_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from comity.cases.importing.sheet import Sheet

ORDERS: Final = {"ymd": "ymd", "dmy": "dmy", "mdy": "mdy"}
EARLIEST: Final = 1950
LIMITS: Final = {"our_reference": 40, "their_reference": 80, "title": 300, "state": 80, "officer": 80}
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HIDDEN = late("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_YMD = late(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?")
_XXY = late(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PARTS = late(r"[;；,，、|\n]")

REASONS: Final[dict[str, Text]] = {
    "half_row": Text("the row ends before its last column", "该行不完整，缺少后面的栏目"),
    "too_many": Text("the row has more cells than there are headings", "该行的单元格多于标题栏"),
    "empty": Text("nothing stands here", "此栏为空"),
    "too_long": Text("longer than fits", "内容过长"),
    "formula": Text("begins like a formula of a spreadsheet (= + - @)", "以电子表格公式的符号（＝ ＋ － ＠）开头"),
    "hidden": Text("holds hidden characters that change the direction of writing", "含有改变书写方向的隐藏字符"),
    "control": Text("holds control characters", "含有控制字符"),
    "direction": Text("neither outgoing nor incoming", "既非发出也非收到"),
    "state": Text(
        "no authority by letter of this State is written down under Counterparts",
        "“对方机关”中未载明该国的信函往来机关",
    ),
    "state_twice": Text(
        "several authorities of this State are known: write the name of one", "该国有多个机关：请写明其中一个的名称"
    ),
    "kind": Text("a kind of assistance that is not known", "未知的协助种类"),
    "date": Text("no date that exists", "日期不存在"),
    "order": Text("can be read in two ways: choose the order of day and month", "日期有两种读法：请选择日和月的次序"),
    "future": Text("a day that has not come", "日期尚未到来"),
    "before": Text("before the step that precedes it", "早于前一步骤的日期"),
    "reference": Text("no reference by which to know it again", "没有可供识别的编号"),
    "unregistered": Text("has our reference and no day of registration", "有我方编号而无登记日期"),
    "twice": Text("the same reference as another row", "编号与另一行相同"),
    "taken": Text("another case here has this reference", "本机关另一案件已使用该编号"),
    "decision": Text("neither accepted nor refused", "既非同意也非拒绝"),
    "half": Text("goes with another column that is empty", "须与另一栏同时填写，而后者为空"),
    "outcome": Text("an outcome that is not known", "未知的结果"),
    "officer": Text("no officer of this login works on cases of this direction", "没有办理此类案件的该登录名人员"),
}
DIRECTIONS: Final = {
    "outgoing": ("outgoing", "out", "sent", "ours", "requesting", "发出", "我方请求", "对外请求", "发", "请求国"),
    "incoming": ("incoming", "in", "received", "theirs", "requested", "收到", "对方请求", "外国请求", "收", "被请求国"),
}
DECISIONS: Final = {
    "accepted": ("accepted", "accept", "granted", "yes", "同意", "接受", "准予"),
    "refused": ("refused", "refuse", "rejected", "no", "拒绝", "不予协助"),
}
OUTCOMES: Final = {
    "executed": ("executed", "completed", "done", "已执行", "执行完毕", "办结"),
    "executed_in_part": ("executed in part", "executed_in_part", "partly executed", "部分执行"),
    "not_executed": ("not executed", "not_executed", "impossible", "未执行", "无法执行"),
    "refused": ("refused", "拒绝"),
    "withdrawn": ("withdrawn", "no longer required", "撤回", "已撤回", "不再需要"),
}
# The state that each measure of a closed case ended in.
ENDED: Final = {
    "executed": "executed",
    "executed_in_part": "executed_in_part",
    "not_executed": "impossible",
    "refused": "refused",
    "withdrawn": "withdrawn",
}
FLOW: Final = ("opened_on", "registered_on", "decided_on", "closed_on")


@dataclass(frozen=True, slots=True)
class Known:
    """What the node knows beside the table.

    Attributes:
        peers: compared name of a State or authority -> local names of the authorities by letter it may mean.
        references: our references that are given -> direction and counterpart of the case.
        theirs: direction, counterpart and their reference of every case there is.
        officers: direction -> logins that may be named.
        today: the day on which dates are judged.
    """

    peers: Mapping[str, tuple[str, ...]]
    references: Mapping[str, tuple[str, str]]
    theirs: AbstractSet[tuple[str, str, str]]
    officers: Mapping[str, AbstractSet[str]]
    today: date


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is not taken: which column, and the code of the sentence."""

    column: str
    code: str

    def sentence(self, language: str) -> str:
        """Return it for people: `Closed on: before the step that precedes it`."""
        told = REASONS[self.code].get(language)
        found = COLUMNS.get(self.column)
        joint = "：" if language.startswith("zh") else ": "
        return f"{found.title.get(language)}{joint}{told}" if found else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case as the table tells it."""

    direction: str
    peer: str
    our_reference: str
    their_reference: str
    title: str
    modules: tuple[tuple[str, str], ...]
    opened_on: date
    registered_on: date | None = None
    decision: str = ""
    decided_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    deadline: date | None = None
    officer: str = ""

    @property
    def state(self) -> str:
        """The state of each of its measures."""
        return ENDED[self.outcome] if self.outcome else (self.decision or "asked")

    @property
    def granted_on(self) -> date | None:
        """The day on which assistance was granted, or at the latest had been: what was executed had been granted."""
        if self.decision == "accepted":
            return self.decided_on
        return self.closed_on if not self.decision and self.outcome in {"executed", "executed_in_part"} else None

    @property
    def last_on(self) -> date:
        """The day of the last thing that happened in it."""
        return max(one for one in (self.opened_on, self.registered_on, self.decided_on, self.closed_on) if one)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: the line it begins on, its reference, and what becomes of it: `accepted`, `known` or `refused`."""

    line: int
    reference: str
    result: str
    reasons: tuple[Reason, ...] = ()
    entry: Entry | None = None


@dataclass(slots=True)
class _Row:
    """The cells of one row under their columns, and what is found wrong."""

    cells: dict[str, str]
    reasons: list[Reason] = field(default_factory=list)

    def wrong(self, column: str, code: str) -> None:
        self.reasons.append(Reason(column, code))


def judge(sheet: Sheet, mapping: Mapping[str, int], *, order: str, known: Known) -> list[Judged]:
    """Judge every row of a table.

    Args:
        sheet: the table.
        mapping: column -> place of its heading.
        order: how `3/4/2025` is to be read: `dmy`, `mdy`, or `ymd` where such a date is refused.
        known: what the node knows.
    """
    seen: dict[tuple[str, ...], int] = {}
    return [_judged(line, cells, sheet, mapping, order=order, known=known, seen=seen) for line, cells in sheet.rows]


def _judged(
    line: int,
    cells: tuple[str, ...],
    sheet: Sheet,
    mapping: Mapping[str, int],
    *,
    order: str,
    known: Known,
    seen: dict[tuple[str, ...], int],
) -> Judged:
    row = _Row({key: cells[place] if place < len(cells) else "" for key, place in mapping.items()})
    if len(cells) < len(sheet.headings):
        row.wrong("", "half_row")
    elif any(cells[len(sheet.headings) :]):
        row.wrong("", "too_many")
    _check_texts(row)
    entry = _entry(row, order=order, known=known)
    reference = row.cells.get("our_reference") or row.cells.get("their_reference") or ""
    if entry is None or row.reasons:
        return Judged(line, reference[:80], "refused", tuple(row.reasons))
    keys = _names(entry)
    if any(key in seen for key in keys):
        return Judged(line, reference, "refused", (Reason(keys[0][0], "twice"),))
    seen |= dict.fromkeys(keys, line)
    if (owner := known.references.get(entry.our_reference)) is not None:
        same = owner == (entry.direction, entry.peer)
        return Judged(
            line, reference, "known" if same else "refused", () if same else (Reason("our_reference", "taken"),)
        )
    if entry.their_reference and (entry.direction, entry.peer, entry.their_reference) in known.theirs:
        return Judged(line, reference, "known")
    return Judged(line, reference, "accepted", (), entry)


def _names(entry: Entry) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    if entry.our_reference:
        found.append(("our_reference", entry.our_reference))
    if entry.their_reference:
        found.append(("their_reference", entry.direction, entry.peer, entry.their_reference))
    return found


def _check_texts(row: _Row) -> None:
    """Refuse what no cell may hold, whatever column it is in."""
    for key, text in row.cells.items():
        if text.startswith(FORMULA):
            row.wrong(key, "formula")
        elif _HIDDEN.search(text):
            row.wrong(key, "hidden")
        elif any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in text):
            row.wrong(key, "control")
        elif len(text) > LIMITS.get(key, 300):
            row.wrong(key, "too_long")
        row.cells[key] = " ".join(unicodedata.normalize("NFC", text).split()) if key != "kinds" else text


def _entry(row: _Row, *, order: str, known: Known) -> Entry | None:
    said = row.cells
    direction = _word(row, "direction", DIRECTIONS, "direction")
    peer = _peer(row, known)
    modules = _modules(row)
    if not said.get("title"):
        row.wrong("title", "empty")
    days = {key: _day(row, key, order) for key in (*FLOW, "deadline")}
    _check_flow(row, days, known.today)
    decision = _word(row, "decision", DECISIONS, "decision", needed=False)
    outcome = _word(row, "outcome", OUTCOMES, "outcome", needed=False)
    for text, day in (("decision", "decided_on"), ("outcome", "closed_on")):
        if bool(said.get(text)) != bool(said.get(day)):
            row.wrong(day if said.get(text) else text, "half")
    _check_references(row, direction, days)
    officer = said.get("officer", "").casefold()
    if officer and direction and officer not in known.officers.get(direction, ()):
        row.wrong("officer", "officer")
    opened = days["opened_on"]
    if row.reasons or opened is None:
        return None
    return Entry(
        direction=direction, peer=peer, our_reference=said.get("our_reference", ""),
        their_reference=said.get("their_reference", ""), title=said["title"], modules=modules, opened_on=opened,
        registered_on=days["registered_on"], decision=decision, decided_on=days["decided_on"],
        closed_on=days["closed_on"], outcome=outcome, deadline=days["deadline"], officer=officer,
    )  # fmt: skip


def _check_references(row: _Row, direction: str, days: Mapping[str, date | None]) -> None:
    """Ours always has our reference; theirs has one of the two, and ours from the day of registration on."""
    ours, theirs = row.cells.get("our_reference"), row.cells.get("their_reference")
    if direction == "outgoing" and not ours:
        row.wrong("our_reference", "reference")
    if direction == "incoming":
        if not ours and not theirs:
            row.wrong("their_reference", "reference")
        if bool(ours) != bool(days["registered_on"]):
            row.wrong("our_reference" if ours else "registered_on", "unregistered" if ours else "half")


def _check_flow(row: _Row, days: Mapping[str, date | None], today: date) -> None:
    """No day of what happened lies in the future, or before the step that precedes it."""
    last = None
    for key in FLOW:
        day = days[key]
        if day is None:
            continue
        if day > today:
            row.wrong(key, "future")
        elif last is not None and day < last:
            row.wrong(key, "before")
        last = max(day, last) if last else day
    if days["decided_on"] and not days["registered_on"]:
        row.wrong("registered_on", "half")


def _word(row: _Row, key: str, words: Mapping[str, Iterable[str]], code: str, *, needed: bool = True) -> str:
    text = plain(row.cells.get(key, ""))
    found = next((name for name, names in words.items() if text and text in names), "")
    if not found and (needed or text):
        row.wrong(key, code if text else "empty")
    return found


def _peer(row: _Row, known: Known) -> str:
    text = plain(row.cells.get("state", ""))
    found = known.peers.get(text, ()) if text else ()
    if len(found) != 1:
        row.wrong("state", "state_twice" if found else "state" if text else "empty")
    return found[0] if len(found) == 1 else ""


def _modules(row: _Row) -> tuple[tuple[str, str], ...]:
    """Return module and kind of each measure, as a request has them."""
    parts = [plain(part) for part in _PARTS.split(row.cells.get("kinds", "")) if part.strip()]
    found = [_SORTS.get(part) for part in parts]
    if not parts:
        row.wrong("kinds", "empty")
    elif None in found:
        row.wrong("kinds", "kind")
    return tuple(one for one in found if one)


def _sorts() -> dict[str, tuple[str, str]]:
    """Return every word by which a sort of measure or a kind of 46(3) is known -> module and kind."""
    found: dict[str, tuple[str, str]] = {}
    for kind in KINDS.values():
        usual = next((code for code in MODULES if usual_kind(code) == kind.code), "")
        module = usual or next((one.code for one in MODULES.values() if kind.code in one.kinds), "")
        for name in (kind.code, kind.article, kind.title.get("en"), kind.title.get("zh-hans")):
            found[plain(name)] = (module, kind.code)
    for sort in MODULES.values():
        for name in (sort.code, sort.title.get("en"), sort.title.get("zh-hans")):
            found[plain(name)] = (sort.code, usual_kind(sort.code))
    return found


_SORTS: Final = _sorts()


def _day(row: _Row, key: str, order: str) -> date | None:
    text = unicodedata.normalize("NFKC", row.cells.get(key, ""))
    if not text:
        if key == "opened_on":
            row.wrong(key, "empty")
        return None
    if match := _YMD.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _XXY.fullmatch(text):
        if order == "ymd":
            row.wrong(key, "order")
            return None
        first, second, year = map(int, match.groups())
        day, month = (first, second) if order == "dmy" else (second, first)
    else:
        row.wrong(key, "date")
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        found = None
    if found is None or found.year < EARLIEST:
        row.wrong(key, "date")
        return None
    return found
