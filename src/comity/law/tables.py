"""Print every rule of this layer as Markdown: `python -m comity.law.tables` writes `docs/law.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from comity.law.articles import ARTICLES
from comity.law.assistance import KINDS, MODULES
from comity.law.basis import tables as basis_tables
from comity.law.channels import shipped_tree
from comity.law.channels.tables import channels
from comity.law.contents import ITEMS
from comity.law.deadlines import PRESETS
from comity.law.grounds import ADVICE, FORBIDDEN, GROUNDS
from comity.law.guards import GUARDS
from comity.law.markdown import table
from comity.law.measures import STATE_TITLES, MeasureGraph
from comity.law.message_moves import MESSAGE_MOVES
from comity.law.modes import APPLIES_TITLES, MODE_TITLES, Applies, Mode, force
from comity.law.offences import OFFENCES
from comity.law.outcome import TITLES
from comity.law.priority import INPUTS, RECORDED
from comity.law.procedure import GRAPHS
from comity.law.sections import SECTIONS
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from comity.kernel.graph import Graph
    from comity.law.message_moves import Pair

HEAD = """\
# The rules of law, as the program applies them

Written by `python -m comity.law.tables` from `src/comity/law`; do not edit. The Convention is the United Nations
Convention against Corruption; titles and rules are in our own words, and only the treaty has legal effect. Terms of
time are settings of each authority; "unverified" marks a number that was not read in a source.
"""

CHANNELS = """\
The tree is data (`comity/law/data/channels.toml`). To change it, copy the file, edit it, give it a new `version`, and
check it: `comity law channel --tree FILE`. Every answer leads to a question or an advice, nothing circles, every text
stands in both languages, every advice names an article; otherwise the file is refused with the place and the reason.
How a secretariat gives it to all nodes: [operations.md](operations.md#a-hub).
"""


def _modes() -> str:
    return table(
        ("Mode", "Meaning", "含义", *(f"rule: {applies}" for applies in Applies)),
        ((mode, MODE_TITLES[mode].en, MODE_TITLES[mode].zh, *(force(a, mode) for a in Applies)) for mode in Mode),
    )


def _articles() -> str:
    def order(code: str) -> list[tuple[int, str]]:
        parts = code.replace("(", " ").replace(")", " ").split()
        return [(int(part), "") if part.isdigit() else (0, part) for part in parts]

    return table(
        ("Article", "Title", "标题", "Rule", "规则", "Applies"),
        (
            (code, one.title.en, one.title.zh, one.text.en, one.text.zh, one.applies)
            for code, one in sorted(ARTICLES.items(), key=lambda pair: order(pair[0]))
        ),
    )


def _kinds() -> str:
    kinds = table(
        ("Code", "Article", "Kind", "种类", "Coercive", "Why"),
        ((k.code, k.article, k.title.en, k.title.zh, k.coercive, k.note.en) for k in KINDS.values()),
    )
    modules = table(
        ("Module", "Title", "标题", "Kinds it may serve"),
        ((m.code, m.title.en, m.title.zh, ", ".join(m.kinds)) for m in MODULES.values()),
    )
    return f"{kinds}\n{modules}"


def _contents() -> Iterator[str]:
    for key, section in SECTIONS.items():
        yield f"### {section.title.en} · {section.title.zh}\n"
        yield f"{section.intro.en}\n\n{section.intro.zh}\n"
        yield table(
            ("Item", "Article", "Needed", "Applies", "Only", "Question", "问题", "If missing", "缺失时"),
            (
                (
                    item.code,
                    item.article,
                    item.need + (" (at signing)" if item.at_signing else ""),
                    item.applies,
                    item.condition.text.en if item.condition else "",
                    item.label.en,
                    item.label.zh,
                    item.missing.en,
                    item.missing.zh,
                )
                for item in ITEMS.values()
                if item.section == key
            ),
        )


def _refusal() -> str:
    grounds = table(
        ("Ground", "Article", "Title", "理由", "Open", "Note", "说明"),
        ((g.code, g.article, g.title.en, g.title.zh, g.branch, g.note.en, g.note.zh) for g in GROUNDS.values()),
    )
    never = table(
        ("Never a ground", "Article", "Rule", "规则", "Applies"),
        ((f.code, f.article, f.text.en, f.text.zh, f.applies) for f in FORBIDDEN.values()),
    )
    duty = table(("Dual criminality", "Advice", "提示"), ((duty, text.en, text.zh) for duty, text in ADVICE.items()))
    return f"{grounds}\n{never}\n{duty}"


def _guards() -> str:
    return table(
        ("Guard", "Before", "Article", "Demand", "要求", "Override", "Applies"),
        ((g.code, g.before, g.article, g.text.en, g.text.zh, g.override, g.applies) for g in GUARDS.values()),
    )


def _graph(graph: type[Graph]) -> str:
    return table(
        ("From", "To", "Who", "Needs first", "Audit"),
        (
            (
                state.name,
                move.target.name,
                ", ".join(move.roles),
                ", ".join(f"{need.value} ({need.article})" for need in move.needs),
                move.audit_code,
            )
            for state in graph.states.values()
            for move in state.moves
        ),
    )


def _steps(direction: str) -> str:
    steps = table(
        ("Step", "Title", "名称", "Turn", "Role", "Next", "下一步", "Article", "Clock", "Acts"),
        (
            (
                s.name,
                s.title.en,
                s.title.zh,
                s.turn,
                s.role,
                s.next.en,
                s.next.zh,
                s.article,
                s.clock,
                ", ".join(s.acts),
            )
            for s in STEPS.values()
            if s.direction == direction
        ),
    )
    return f"{steps}\n{_graph(GRAPHS[direction])}"


def _arrows(pairs: Iterable[Pair]) -> str:
    after: dict[str, list[str]] = {}
    for before, then in sorted(pairs):
        after.setdefault(before or "(none)", []).append("stays" if then == before else then)
    return "; ".join(f"{before} → {', '.join(found)}" for before, found in after.items())


def _messages() -> str:
    return table(
        ("Message", "Sender", "Article", "Requesting side", "Requested side", "Measures", "协助事项", "Owed"),
        (
            (
                m.kind.value,
                m.sender,
                m.article,
                _arrows(m.outgoing),
                _arrows(m.incoming),
                m.measures.en,
                m.measures.zh,
                f"{m.answer} ({PRESETS[m.clock].days} days)" if m.answer else "",
            )
            for m in MESSAGE_MOVES.values()
        ),
    )


def _presets() -> str:
    return table(
        ("Code", "Days", "Unit", "For", "事项", "Article", "Source", "Verified"),
        (
            (p.code, p.days, p.unit, p.text.en, p.text.zh, p.article, p.source, "yes" if p.verified else "unverified")
            for p in PRESETS.values()
        ),
    )


def _priority() -> str:
    return table(
        ("Input", "Points", "Counts from", "Article", "Reason", "理由"),
        (
            (one.code, one.weight, f"{one.far} days ahead" if one.far else "", one.article, one.text.en, one.text.zh)
            for one in INPUTS.values()
        ),
    )


def _recorded() -> str:
    return table(
        ("Input", "What an officer may write down", "承办人员可以记录的事项"),
        ((code, text.en, text.zh) for code, text in RECORDED.items()),
    )


def document() -> str:
    """Return the whole of `docs/law.md`."""
    states = table(
        ("State", "Title", "名称", "Ends"),
        (
            (name, text.en, text.zh, "yes" if MeasureGraph.states[name].terminal else "")
            for name, text in STATE_TITLES.items()
        ),
    )
    parts = [
        HEAD,
        "## Legal basis and what binds\n",
        "\n".join(f"- `{applies}`: {text.en} · {text.zh}" for applies, text in APPLIES_TITLES.items()) + "\n",
        _modes(),
        "## How a legal basis is found\n",
        basis_tables.rules(),
        basis_tables.warnings(),
        basis_tables.ways(),
        "## Which channel\n",
        CHANNELS,
        channels(shipped_tree()),
        "## Articles\n",
        _articles(),
        "## Kinds of assistance\n",
        _kinds(),
        "## Offences of the Convention\n",
        table(
            ("Article", "Offence", "犯罪", "Duty to establish", "Risk that dual criminality fails"),
            ((o.article, o.title.en, o.title.zh, o.duty, o.risk) for o in OFFENCES.values()),
        ),
        "## Contents of a request\n",
        *_contents(),
        "## Refusal\n",
        _refusal(),
        "## Guards\n",
        _guards(),
        "## Measures\n",
        states,
        _graph(MeasureGraph),
        "## Outcomes\n",
        table(("Outcome", "Title", "名称"), ((code, text.en, text.zh) for code, text in TITLES.items())),
        "## Steps of an outgoing request\n",
        _steps("outgoing"),
        "## Steps of an incoming request\n",
        _steps("incoming"),
        "## Messages\n",
        _messages(),
        "## Time limits\n",
        _presets(),
        "## How pressing a request is\n",
        _priority(),
        _recorded(),
    ]
    return "\n".join(parts)


def main(target: str = "docs/law.md") -> None:
    """Write the document to `target`, counted from the folder one stands in."""
    Path(target).write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
