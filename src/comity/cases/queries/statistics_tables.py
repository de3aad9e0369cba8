"""Figures as tables and charts: in the reader's language, withheld where they are too small to publish, as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from comity.cases import labels
from comity.cases.queries.export import lines
from comity.cases.queries.statistics import OUTCOMES, SEALED, UNKNOWN
from comity.law import counting, modes, outcome
from comity.law.grounds import GROUNDS
from comity.law.statistics import DIRECTIONS, DURATIONS, NO_FIGURE, NoFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from comity.cases.queries.statistics import Figures

WIDE, EDGE, BAR, GAP, ROOM = 480, 48, 12, 14, 18
LONGEST, MOST = {False: 62, True: 32}, 12
HAN = "\u2e80"

Number = int | float | NoFigure


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, or the reason why there is none."""

    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart with its number; `series` says which: the first is solid, the second outlined."""

    series: int
    x: int
    y: int
    width: int
    text: str
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Group:
    """What one row of a table looks like in its chart."""

    label: str
    x: int
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars drawn on the server; whoever does not see them reads the table below."""

    title: str
    text: str
    height: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its chart; `drawn` names the columns that are bars."""

    key: str
    title: str
    note: str
    first: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Look:
    """For whom tables are made: language, direction of writing, and the threshold of publication (0: none)."""

    language: str
    mirrored: bool = False
    below: int = 0


FLOW: dict[str, tuple[Any, Any]] = {
    "direction": (gettext_lazy("By direction"), gettext_lazy("Direction")),
    "kind": (gettext_lazy("By kind of assistance"), gettext_lazy("Kind of assistance")),
    "counterpart": (gettext_lazy("By State"), gettext_lazy("Other State")),
    "basis": (gettext_lazy("By legal basis"), gettext_lazy("Legal basis")),
}
FLOW_HEADINGS = (
    gettext_lazy("Pending at the start"),
    gettext_lazy("New"),
    gettext_lazy("of these, once more"),
    gettext_lazy("Finished"),
    gettext_lazy("Pending at the end"),
)
KEYS = (*FLOW, "outcome", "ground", "decision", "span", "age")


def tables(found: Figures, look: Look) -> list[Table]:
    """Return every table of a period."""
    return [*_flow_tables(found, look), *_other_tables(found, look)]


def _flow_tables(found: Figures, look: Look) -> list[Table]:
    orders: dict[str, Sequence[str]] = {
        "direction": tuple(DIRECTIONS),
        "kind": (*labels.KINDS, SEALED, UNKNOWN),
        "counterpart": sorted(found.by["counterpart"]),
        "basis": (*modes.Mode, SEALED, UNKNOWN),
    }
    notes = {"kind": _("A case that asks for several kinds stands in the row of each.")}
    flows = []
    for key, (title, first) in FLOW.items():
        rows = {cell: found.by[key][cell].figures() for cell in orders[key] if cell in found.by[key]}
        part = Part(key, str(title), str(first), tuple(map(str, FLOW_HEADINGS)), (1, 3), notes.get(key, ""))
        flows.append(made(part, rows, labeller(key, look.language), look))
    return flows


def _other_tables(found: Figures, look: Look) -> list[Table]:
    cases, measures = _("Cases"), pgettext("what is counted", "Measures")
    parts: list[tuple[Part, Mapping[str, Sequence[Number]]]] = [
        (
            Part("outcome", _("Finished, by outcome"), _("Outcome"), (cases,), (0,)),
            {code: (found.outcomes[code],) for code in (*OUTCOMES, SEALED, UNKNOWN) if code in found.outcomes},
        ),
        (
            Part("ground", _("Measures refused, by ground"), _("Ground"), (measures,), (0,)),
            {code: (found.grounds[code],) for code in (*GROUNDS, SEALED, UNKNOWN) if code in found.grounds},
        ),
        (
            Part("decision", pgettext("what is counted", "Measures decided"), _("Kind of assistance"),
                  (_("Granted"), _("Refused")), (0, 1), _("Measures are counted by the day of their decision.")),
            {code: found.decisions[code] for code in (*labels.KINDS, SEALED) if code in found.decisions},
        ),
        (
            Part("span", _("How long it took, in days"), _("Span"),
                  (_("Spans"), _("Lower quartile"), _("Median"), _("Upper quartile")), (2,),
                  _("Spans that ended in the period, in whole days.")),
            {code: _quartiles(found.spans[code]) for code in DURATIONS},
        ),
        (
            Part("age", _("Pending at the end, by age"), _("Age"), (cases,), (0,)),
            {code: (found.ages[code],) for code, _limit, _text in counting.AGES},
        ),
    ]  # fmt: skip
    return [made(part, rows, labeller(part.key, look.language), look) for part, rows in parts]


def _quartiles(one: counting.Quartiles) -> tuple[Number, ...]:
    missing = one.reason or NoFigure.NOT_APPLICABLE
    values = (one.lower, one.median, one.upper)
    return (one.count, *(missing if value is None else value for value in values))


@dataclass(frozen=True, slots=True)
class Part:
    """What a table is before its rows are there; `drawn` names the columns that are bars."""

    key: str
    title: str
    first: str
    headings: tuple[str, ...]
    drawn: tuple[int, ...]
    note: str = ""


def labeller(key: str, language: str) -> Callable[[str], str]:
    """Return what says the codes of one table in a language."""

    def of(texts: Mapping[Any, Any], code: str) -> str:
        found = texts.get(code)
        return found.get(language) if found is not None else code

    ways: dict[str, Callable[[str], str]] = {
        "direction": lambda code: of(DIRECTIONS, code),
        "kind": lambda code: str(labels.KINDS.get(code, code)),
        "decision": lambda code: str(labels.KINDS.get(code, code)),
        "counterpart": lambda code: code,
        "basis": lambda code: of(modes.MODE_TITLES, code),
        "outcome": lambda code: of(outcome.TITLES | GIVEN_BACK, code),
        "ground": lambda code: of({code: ground.title for code, ground in GROUNDS.items()}, code),
        "span": lambda code: of(counting.DURATION_TITLES, code),
        "age": lambda code: of({code: text for code, _limit, text in counting.AGES}, code),
    }

    def said(code: str) -> str:
        if code == SEALED:
            return _("sealed: counted, and nothing else said")
        return NO_FIGURE[NoFigure(code)].get(language) if code == UNKNOWN else ways[key](code)

    return said


GIVEN_BACK: dict[Any, Any] = {"returned": counting.RETURNED, "referred": counting.REFERRED}


def made(part: Part, rows: Mapping[str, Sequence[Number]], label: Callable[[str], str], look: Look) -> Table:
    """Return a table with its chart; for publication, rows that are too small say so."""
    hidden = counting.withheld({code: _counts(part.key, own) for code, own in rows.items()}, look.below)
    figures = {
        code: tuple(NoFigure.WITHHELD if code in hidden else one for one in own) for code, own in rows.items()
    }  # fmt: skip
    shown = [Row(label(code), tuple(_cell(one, look) for one in own)) for code, own in figures.items()]
    return Table(
        part.key, part.title, part.note, part.first, part.headings, tuple(shown),
        _chart(part, figures, label, look),
    )  # fmt: skip


def _counts(key: str, own: Sequence[Number]) -> list[int]:
    """Return the figures of a row that count cases: of spans the number alone, not the days."""
    return [one for one in (own[:1] if key == "span" else own) if isinstance(one, int)]


def _cell(one: Number, look: Look) -> Cell:
    return Cell(NO_FIGURE[one].get(look.language), missing=True) if isinstance(one, NoFigure) else Cell(_number(one))


def _number(one: float) -> str:
    return number_format(one, decimal_pos=0 if one == int(one) else 1)


def _chart(part: Part, rows: Mapping[str, Sequence[Number]], label: Callable[[str], str], look: Look) -> Chart | None:
    """Return the bars of the largest rows, mirrored where the reader's language runs so; None without any."""
    drawn = {
        code: [(series, own[column]) for series, column in enumerate(part.drawn)] for code, own in rows.items()
    }  # fmt: skip
    most = max((one for own in drawn.values() for _s, one in own if not isinstance(one, NoFigure)), default=0)
    if not most:
        return None
    largest = sorted(drawn, key=lambda code: -sum(0 if isinstance(n, NoFigure) else n for _s, n in drawn[code]))[:MOST]
    groups, y = [], 0
    for code in (one for one in drawn if one in set(largest)):
        y += ROOM
        bars = []
        for series, one in drawn[code]:
            bars.append(_bar(series, one, most, y, look))
            y += BAR + 2
        groups.append(Group(_short(label(code)), WIDE if look.mirrored else 0, bars[0].y - 5, tuple(bars)))
        y += GAP
    return Chart(part.title, _legend([part.headings[column] for column in part.drawn]), y, tuple(groups))


def _legend(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("Bars: %(name)s. The table below says the same in figures.") % {"name": names[0]}
    said = _("Solid bars: %(solid)s. Outlined bars: %(outlined)s. The table below says the same in figures.")
    return said % {"solid": names[0], "outlined": names[1]}


def _bar(series: int, one: Number, most: float, y: int, look: Look) -> Bar:
    width = 0 if isinstance(one, NoFigure) else round((WIDE - EDGE) * one / most)
    text_x = width + 6
    return Bar(
        series, WIDE - width if look.mirrored else 0, y, width, _cell(one, look).text,
        WIDE - text_x if look.mirrored else text_x, y + BAR - 2,
    )  # fmt: skip


def _short(label: str) -> str:
    longest = LONGEST[any(character >= HAN for character in label)]
    return label if len(label) <= longest else label[: longest - 1] + "…"


def as_csv(wanted: Iterable[Table], heading: str) -> bytes:
    """Return tables one under the other, in UTF-8 with the mark by which spreadsheets know it; no cell is a formula."""
    rows: list[Sequence[str]] = [[heading]]
    for table in wanted:
        rows += [[], [table.title], [table.first, *table.headings]]
        rows += [[row.label, *(cell.text for cell in row.cells)] for row in table.rows]
    return b"\xef\xbb\xbf" + lines(rows)
