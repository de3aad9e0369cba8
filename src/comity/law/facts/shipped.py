"""The facts that ship with the product, read from `comity/law/data`: names of places, instruments and their parties.

A row says where it was read, up to which day that is known, and whether somebody compared it. Lists of parties are
complete up to the day of the last deposit that they show; who had only signed by then may have deposited since.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypedDict

from comity.kernel.languages import Text
from comity.law.facts.collection import Facts
from comity.law.facts.rows import (
    Act,
    Declaration,
    Effect,
    Family,
    Instrument,
    Kind,
    Notification,
    PairRelation,
    PairStatus,
    Participation,
    Place,
    StateRule,
    bound_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def _lines(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("comity.law") / "data" / name).read_text(encoding="utf-8").splitlines())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def places() -> list[Place]:
    """Return States, and territories with systems of their own."""
    return [
        Place(row["code"], Text(row["en"], row["zh"]), row["part_of"], row["group"]) for row in _lines("places.csv")
    ]


def instruments(known: list[dict[str, Any]]) -> list[Instrument]:
    """Return the instruments of the catalogue."""
    return [_instrument(row) for row in known]


def _instrument(row: dict[str, Any]) -> Instrument:
    counted = row.get("counted")
    return Instrument(
        code=row["code"],
        name=Text(row["en"], row["zh"]),
        family=Family(row["family"]),
        articles={Kind(kind): tuple(articles) for kind, articles in row["articles"].items()},
        topics=_kinds(row, "topics"),
        offences=frozenset(row["offences"]) if "offences" in row else None,
        in_force=_day(row.get("in_force")),
        listed_until=_day(row.get("listed_until")),
        condition=_text(row, "condition"),
        text=_text(row, "says"),
        no_dual_criminality=_kinds(row, "no_dual_criminality"),
        fiscal_refusal=row.get("fiscal_refusal", False),
        is_own_basis=row.get("is_own_basis", False),
        open_to=frozenset(row.get("open_to", ())),
        depositary=_text(row, "depositary"),
        protocol_to=row.get("protocol_to", ""),
        counted=(counted["parties"], date.fromisoformat(counted["on"])) if counted else None,
        **_source(row),
    )


def _text(row: dict[str, Any], name: str) -> Text | None:
    return Text(**row[name]) if name in row else None


def _kinds(row: dict[str, Any], name: str) -> frozenset[Kind]:
    return frozenset(Kind(one) for one in row.get(name, ()))


def _source(row: dict[str, Any]) -> dict[str, Any]:
    return {"source": row["source"], "date": date.fromisoformat(row["date"]), "verified": row["verified"]}


def participations(known: list[Instrument]) -> list[Participation]:
    """Return who signed and who is bound; from the thirtieth day after the deposit (UNCAC art. 68)."""
    entry = {one.code: one.in_force for one in known}
    found = []
    for row in _lines("parties.csv"):
        deposited, begins = _day(row["deposited"]), entry[row["instrument"]]
        found.append(
            Participation(
                instrument=row["instrument"],
                place=row["place"],
                signed=_day(row["signed"]),
                deposited=deposited,
                act=Act(row["act"]) if row["act"] else None,
                bound=bound_from(deposited, begins) if deposited and begins else None,
                source=row["source"],
                date=date.fromisoformat(row["date"]),
                verified=row["verified"] == "yes",
            )
        )
    return found


def notifications(known: list[dict[str, Any]]) -> list[Notification]:
    """Return what States notified about the Convention, as far as it is known here."""
    return [
        Notification(
            place=row["place"],
            article=row["article"],
            value=row["value"],
            text=Text(row["en"], row["zh"]),
            **_source(row),
        )
        for row in known
    ]


def declarations(known: list[dict[str, Any]]) -> list[Declaration]:
    """Return declarations and reservations, with what each does to cooperation."""
    return [
        Declaration(
            instrument=row["instrument"],
            place=row["place"],
            article=row["article"],
            effect=Effect(row["effect"]),
            text=Text(row["en"], row["zh"]),
            **_source(row),
        )
        for row in known
    ]


def pairs(known: list[dict[str, Any]]) -> list[PairRelation]:
    """Return what is known of single pairs of States."""
    return [
        PairRelation(
            instrument=row["instrument"],
            one=row["one"],
            other=row["other"],
            status=PairStatus(row["status"]),
            text=Text(row["en"], row["zh"]),
            **_source(row),
        )
        for row in known
    ]


class Rows(TypedDict, total=False):
    """Rows by kind, as `Facts` takes them."""

    places: list[Place]
    instruments: list[Instrument]
    participations: list[Participation]
    notifications: list[Notification]
    declarations: list[Declaration]
    pairs: list[PairRelation]
    rules: list[StateRule]


def shipped_rows() -> Rows:
    """Return the rows that ship, to add others to."""
    catalogue = json.loads((files("comity.law") / "data" / "instruments.json").read_text(encoding="utf-8"))
    known = instruments(catalogue["instruments"])
    return {
        "places": places(),
        "instruments": known,
        "participations": participations(known),
        "notifications": notifications(catalogue["notifications"]),
        "declarations": declarations(catalogue["declarations"]),
        "pairs": pairs(catalogue["pairs"]),
    }


@cache
def shipped_facts() -> Facts:
    """Return all of them; read once."""
    return Facts(**shipped_rows())
