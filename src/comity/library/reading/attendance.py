"""Who was there: States by code and bodies by category, out of the sentences that report attendance."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import StateList, Unresolved
from comity.library.reading.names import body_at_end, names_of, plain, states_in

if TYPE_CHECKING:
    from comity.library.reading.languages import Rules
    from comity.library.reading.names import Element, Found

_STATES = {"states_parties", "signatories", "observer_states"}
_BETWEEN = late(r"\s*(?:[、，,;；]\s*(?:以及|和|及|and\s)?|以及|和|及|\band\b)\s*(?:the\s)?$")
_REST = late(r"\s*(?:[(（][^()（）]{1,30}[)）])?")
_SECTION = late(r"出席|represented|attend", re.IGNORECASE)


@dataclass(slots=True)
class Attendance:
    """What was found so far."""

    lists: list[StateList] = field(default_factory=list)
    observers: dict[str, list[str]] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def category_of(lead: str, rules: Rules) -> str:
    """Return the category that a lead-in names, or ""."""
    return next((name for name, pattern in rules.categories if pattern.search(lead)), "")


def attendance_in(text: str, where: str, rules: Rules) -> Attendance:
    """Return who attended by one paragraph's text; a name that is not known is reported, never dropped."""
    result = Attendance()
    if not _SECTION.search(text):
        return result
    for pattern in rules.attendance:
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in result.spans):
                continue
            parts = found.groupdict()
            category = category_of(parts["lead"] + (parts.get("tail") or ""), rules)
            if parts.get("list"):
                _take_list(found, category, where, rules, result)
            else:
                _take_sentence(parts["who"], category, where, rules, result)
            result.spans.append(found.span())
    return result


def _take_list(found: re.Match[str], category: str, where: str, rules: Rules, result: Attendance) -> None:
    names = names_of(found["list"], rules)
    states = [one for one in names if one.iso3]
    if category in _STATES or (not category and len(states) * 2 > len(names)):
        result.lists.append(StateList(where, tuple(one.iso3 for one in states), category or "list"))
        result.unresolved += [Unresolved(where, "state_unknown", one.text) for one in names if not one.iso3]
        if category and category != "states_parties":
            result.observers.setdefault(category, []).extend(one.text for one in states)
        others = [one.text for one in names if not one.iso3 and one.known]
        if others:
            result.observers.setdefault("other_entities", []).extend(others)
        return
    result.observers.setdefault(category or "other_entities", []).extend(one.text for one in names)
    result.unresolved += _doubts(names, category, where)


def _doubts(names: list[Element], category: str, where: str) -> list[Unresolved]:
    doubts = [Unresolved(where, "list_end", one.text) for one in names if one.doubt]
    if not category:
        doubts.append(Unresolved(where, "category_unknown", "; ".join(one.text for one in names)))
    return doubts


def _take_sentence(who: str, category: str, where: str, rules: Rules, result: Attendance) -> None:
    """One or a few named without a list: "the World Bank was represented by an observer"."""
    words = re.sub(r"^\s*(?:此外，|另外，|In addition, |Also, |The |the )", "", who.strip())
    if len(words) > 400 or re.search(r"^[Tt]he following|下列", words):  # noqa: PLR2004 (longer is not a name)
        result.unresolved.append(Unresolved(where, "attendance", words))
        return
    states = states_in(words, rules)
    body = body_at_end(words)
    if not body:
        first = re.match(r"(?P<name>[^,]+), (?:a|an|the|as) ", words)
        body = body_at_end(first["name"]) if first else ""
    if body:
        own = category_of(words, rules) or category or "other_entities"
        result.observers.setdefault(own, []).append(re.sub(r"^the ", "", body))
    elif states:
        result.lists.append(StateList(where, tuple(one.iso3 for one in states), category or "list"))
        if category in _STATES - {"states_parties"}:
            result.observers.setdefault(category, []).extend(words[one.start : one.end] for one in states)
    else:
        result.unresolved.append(Unresolved(where, "attendance", words))


def lists_in(text: str, where: str, rules: Rules) -> list[StateList]:
    """Return the lists of two and more States that a text holds."""
    key, found = plain(text), states_in(text, rules)
    lists: list[list[Found]] = []
    for one in found:
        if lists:
            last = lists[-1][-1]
            rest = _REST.match(key, last.end)
            between = key[rest.end() if rest else last.end : one.start]
            if _BETWEEN.match(between) or _BETWEEN.match(key[last.end : one.start]):
                lists[-1].append(one)
                continue
        lists.append([one])
    return [StateList(where, tuple(one.iso3 for one in each)) for each in lists if len(each) > 1]


def named_in(text: str, rules: Rules) -> list[str]:
    """Return the codes of the States that a text names otherwise than as the place of a meeting."""
    key = plain(text)
    return [
        one.iso3
        for one in states_in(text, rules)
        if not (
            rules.place_before.search(key[: one.start])
            and (not rules.place_after.pattern or rules.place_after.match(key[one.end :]))
        )
    ]
