"""What of a request's words exists in the other language already, so that nobody translates it.

Our name and address as the letterhead has them, the names of the other authority and of the two United Nations
conventions, the offences of the Convention, and clauses of the library where the draft has them as they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from comity.cases.queries import clauses, house, peers
from comity.kernel.languages import Text
from comity.law.clauses import fill
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONVENTIONS: Final = (
    Text("United Nations Convention against Corruption", "《联合国反腐败公约》"),
    Text("United Nations Convention against Transnational Organized Crime", "《联合国打击跨国有组织犯罪公约》"),
)


def curated_of(request: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return paragraph -> what it is in the other language; two queries, whatever the request holds.

    Args:
        request: what is translated.
        language: into which language.
    """
    own = str(request["language"])
    found = {text.get(own): text.get(language) for text in (*CONVENTIONS, *(one.title for one in OFFENCES.values()))}
    found |= _names(request, own, language)
    found |= dict(_clauses(request, own, language, found))
    return {source: target for source, target in found.items() if source and target}


def _names(request: Mapping[str, Any], own: str, language: str) -> dict[str, str]:
    ours, theirs = house.sender(own), house.sender(language)
    node_id = str(request["requested"]["node_id"])
    names = [peers.addressee_of(node_id, one).get("requested.authority", "") for one in (own, language)]
    return {**dict(_lines(ours[1], theirs[1])), ours[0]: theirs[0], names[0]: names[1]}


def _clauses(
    request: Mapping[str, Any], own: str, language: str, known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of clauses as this draft would have them, filled in both languages."""
    values = clauses.values_of(request)
    meant = {name: known.get(value, value) for name, value in values.items()}
    for clause in clauses.usable():
        if clause.text_zh:
            yield from _lines(fill(clause.text(own), values).text, fill(clause.text(language), meant).text)


def _lines(source: str, target: str) -> list[tuple[str, str]]:
    """Return paragraph and paragraph; nothing where the two texts are not divided alike."""
    pairs = [[line.strip() for line in text.split("\n") if line.strip()] for text in (source, target)]
    return list(zip(*pairs, strict=True)) if len(pairs[0]) == len(pairs[1]) else []
