"""The decision tree of channels as tables of `docs/law.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.law.markdown import table

if TYPE_CHECKING:
    from comity.law.channels.tree import Tree


def channels(tree: Tree) -> str:
    """Return the questions with their answers, then the advice."""
    asked = table(
        ("Question", "Articles", "Asks", "问题", "Answer", "Says", "回答", "Leads to"),
        (
            (q.code, ", ".join(q.articles), q.text.en, q.text.zh, one.code, one.text.en, one.text.zh, one.to)
            for q in tree.questions.values()
            for one in q.answers
        ),
    )
    advised = table(
        ("Advice", "Articles", "Says", "建议", "Informal", "Legal basis for"),
        (
            (one.code, ", ".join(one.articles), one.text.en, one.text.zh, "yes" if one.informal else "", one.kind or "")
            for one in tree.advice.values()
        ),
    )
    return f"Version {tree.version}; it starts with `{tree.start}`.\n\n{asked}\n{advised}"
