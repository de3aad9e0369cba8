"""Put the parts of a draft together into one request, and take a request that arrived apart again. Pure.

A section keeps its values under their place in the request (`urgency.deadline`), so that one place serves the form,
the checks of `comity.law`, the letter and the wire. A measure keeps the details of every module that was ever
filled in (`statement.oath`, `bank_records.bank`); only those of the module it has now are part of the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from comity.wire.fields import Choice, ListOf, Rule
from comity.wire.record import Part, Record
from comity.wire.request import Measure as WireMeasure
from comity.wire.request import RequestV1
from comity.wire.request_parts import DETAILS, Annex, Person

LISTS = ("persons", "measures", "annexes")


def blank(record: type[Record]) -> dict[str, Any]:
    """Return the JSON form of a record in which nothing is filled in; it need not be a record that may be sent.

    A part that may be absent is no part of a draft: the program writes it.
    """
    rules = record.rules()
    return {one.name: _empty(rules[one.name], one.default) for one in fields(record) if not rules[one.name].absent}


def _empty(rule: Rule, default: Any) -> Any:
    if isinstance(rule, Part):
        return blank(rule.record)
    if default is not MISSING:
        return rule.write(default)
    if isinstance(rule, ListOf):
        return []
    return rule.words[0] if isinstance(rule, Choice) else ""


def compose(
    *,
    request_id: str,
    reference: str,
    sections: Mapping[str, Mapping[str, Any]],
    persons: Iterable[Mapping[str, Any]],
    measures: Iterable[Mapping[str, Any]],
    annexes: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the request as `comity.law` checks it, the letter prints it and the wire carries it."""
    request = blank(RequestV1)
    for data in sections.values():
        for place, value in data.items():
            put(request, place, value)
    request |= {
        "request_id": request_id,
        "reference": reference,
        "persons": [_row(Person, one) for one in persons],
        "measures": [compose_measure(one) for one in measures],
        "annexes": [_row(Annex, one) for one in annexes],
    }
    return request


def compose_measure(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return one measure with the details of the module it has now."""
    measure = _row(WireMeasure, data)
    prefix = measure["module"] + "."
    found = {name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix)}
    details = DETAILS.get(measure["module"])
    measure["details"] = {**blank(details), **found} if details else {}
    return measure


def decompose_measure(measure: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a measure as a draft keeps it; `compose_measure` undoes it."""
    flat = {name: value for name, value in measure.items() if name != "details"}
    return flat | {f"{measure['module']}.{name}": value for name, value in measure["details"].items()}


def put(request: dict[str, Any], place: str, value: Any) -> None:
    """Set the value at a place such as `urgency.deadline`; a place that requests do not have is left alone."""
    *path, last = place.split(".")
    target: Any = request
    for name in path:
        target = target.get(name) if isinstance(target, dict) else None
    if isinstance(target, dict) and last in target and not (not path and last in LISTS):
        target[last] = value


def get(request: Mapping[str, Any], place: str) -> Any:
    """Return the value at a place such as `urgency.deadline`, or an empty text."""
    found: Any = request
    for name in place.split("."):
        found = found.get(name, "") if isinstance(found, Mapping) else ""
    return found


def _row(record: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    empty = blank(record) if "details" not in record.rules() else {**_plain(record), "details": {}}
    return empty | {name: value for name, value in data.items() if name in empty and name != "details"}


def _plain(record: type[Record]) -> dict[str, Any]:
    rules = record.rules()
    return {one.name: _empty(rules[one.name], one.default) for one in fields(record) if one.name != "details"}
