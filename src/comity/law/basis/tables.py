"""The rules of the engine as tables of `docs/law.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.law.basis.others import TERMS
from comity.law.basis.rules import RULES
from comity.law.basis.warnings import WARNINGS
from comity.law.basis.ways import ALTERNATIVES, WAYS, WITHOUT_BASIS
from comity.law.markdown import table

if TYPE_CHECKING:
    from comity.law.facts import Kind


def rules() -> str:
    """Return the rules in their order, then what the Convention says of the kinds that have no rules of their own."""
    said = table(("Rule", "Article", "Says", "规则"), ((r.name, r.article, r.text.en, r.text.zh) for r in RULES))
    terms = table(
        ("Kind", "Without an agreement", "Articles", "Warning"),
        ((kind, one.mode, ", ".join(one.articles), one.caution) for kind, one in TERMS.items()),
    )
    return f"{said}\n{terms}"


def warnings() -> str:
    """Return every warning; those that must be found out make an answer uncertain."""
    return table(
        ("Warning", "Articles", "Find out first", "Says", "内容"),
        (
            (code, ", ".join(one.articles), "yes" if one.find_out else "", one.text.en, one.text.zh)
            for code, one in WARNINGS.items()
        ),
    )


def ways() -> str:
    """Return other ways, and for which kinds they are named."""
    return table(
        ("Way", "Articles", "Is", "途径", "For", "Without a basis, for"),
        (
            (code, ", ".join(one.articles), one.text.en, one.text.zh, _kinds(code, WAYS), _kinds(code, WITHOUT_BASIS))
            for code, one in ALTERNATIVES.items()
        ),
    )


def _kinds(code: str, of: dict[Kind, tuple[str, ...]]) -> str:
    return ", ".join(kind for kind, channels in of.items() if code in channels)
