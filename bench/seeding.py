"""A node full of requests that never were: invented people and States, spread as a central authority's desk would be.

Rows go in by one prepared statement a table, since the point is what reading them costs; what they hold is what the
actions of casework would have written.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import nodes

from comity.cases.compose import compose, compose_measure
from comity.core.tokens import tokens
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.db.models import Model

STATES = [
    f"{first}{second}"
    for first, letters in (("X", range(65, 91)), ("Q", range(77, 91)))
    for second in map(chr, letters)
]
SYLLABLES = ("ba", "do", "fe", "gi", "ka", "lo", "mi", "na", "pe", "ri", "sa", "to", "vu", "ze")
STEPS = {
    "outgoing": ("draft", "internal_review", "sent", "acknowledged", "in_execution", "material_check", "closed"),
    "incoming": ("received", "registered", "legal_review", "info_requested", "executing", "transmitted", "closed"),
}
WEIGHTS = (4, 2, 6, 8, 20, 5, 55)  # most requests that a node holds are closed
OURS = {"draft", "internal_review", "material_check", "received", "registered", "legal_review", "executing"}
TASKS = {
    "draft": "complete_draft", "internal_review": "review_draft", "sent": "watch_delivery",
    "acknowledged": "examine_request", "in_execution": "execute_measures", "material_check": "confirm_delivery",
    "received": "register_request", "registered": "examine_request", "legal_review": "decide_measures",
    "info_requested": "answer_questions", "executing": "execute_measures", "transmitted": "confirm_delivery",
    "closed": "none",
}  # fmt: skip
KINDS = (("DOCUMENTS", "bank_records"), ("STATEMENT", "statement"), ("SERVICE", "service"), ("TRACE_EVID", "tracing"))
COLLEAGUES = 40
SHARE, OWN = 5, 10_000  # the officer who is measured works on every fifth of the first ten thousand
NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
BATCH = 5_000
LOOKED_FOR = 400


def fill(folder: Path, first: int, last: int, login: str) -> dict[str, Any]:
    """Make the cases numbered `first` to `last` (the last not included); return what to look for, and CPU seconds."""
    nodes.enter_node(folder)
    from django.db import connection, transaction  # noqa: PLC0415 (the node is entered first)

    from comity.core.officers.models import Officer  # noqa: PLC0415
    from comity.core.planner import analyse  # noqa: PLC0415

    officer = Officer.objects.get(login=login)
    colleagues = _colleagues(Officer)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-1000000")
        tables = Tables()
        wanted: dict[str, list[Any]] = {"cases": [], "references": [], "subjects": [], "persons": []}
        chance = random.Random(first)  # noqa: S311 (the same every time, guards nothing)
        for number in range(first, last):
            found = _case(number, chance, tables, (officer.pk, colleagues))
            if is_own(number) and len(wanted["cases"]) < LOOKED_FOR:
                for name, value in found.items():
                    wanted[name].append(value)
            if number % BATCH == 0 or number == last - 1:
                with transaction.atomic():
                    tables.write(cursor)
    with connection.cursor() as cursor:
        analyse()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return wanted | {"cpu": [sum(os.times()[:2])]}


def _colleagues(officers: type[Model]) -> list[Any]:
    """Return the ids of some further officers, made at the first call."""
    logins = [f"bench.{number}" for number in range(COLLEAGUES)]
    manager: Any = officers.objects  # type: ignore[attr-defined]
    if not manager.filter(login=logins[0]).exists():
        manager.bulk_create([officers(login=login, name=login.title(), created=NOW) for login in logins])
    return list(manager.filter(login__in=logins).values_list("pk", flat=True))


class Tables:
    """Rows that wait to be written, by table."""

    def __init__(self) -> None:
        from comity.cases.models import Case, Line, Measure, Member, Party, SearchTerm  # noqa: PLC0415

        self._plain: dict[str, dict[str, Any]] = {}
        self._statements: dict[str, str] = {}
        self._rows: dict[str, list[list[Any]]] = {}
        self.words: list[tuple[str, str]] = []
        for model in (Case, Member, Party, Measure, Line, SearchTerm):
            meta = model._meta  # noqa: SLF001 (Django's name for what it documents)
            fields = [one for one in meta.concrete_fields if one.get_internal_type() != "BigAutoField"]
            self._plain[model.__name__] = {one.attname: _stored(one.get_default()) for one in fields}
            columns, marks = ", ".join(f'"{one.column}"' for one in fields), ", ".join("%s" for _ in fields)
            self._statements[model.__name__] = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608
            self._rows[model.__name__] = []

    def add(self, table: str, **values: Any) -> None:
        """Keep a row; what is not given has its default."""
        plain = self._plain[table]
        given = {name: _stored(value) for name, value in values.items()}
        assert given.keys() <= plain.keys()
        self._rows[table].append(list((plain | given).values()))

    def write(self, cursor: Any) -> None:
        """Write every row that waits."""
        for table, rows in self._rows.items():
            cursor.executemany(self._statements[table], rows)
            rows.clear()
        # The row of words was made with the case, by the database.
        cursor.executemany("UPDATE cases_searchtext SET words = %s, stale = FALSE WHERE case_id = %s", self.words)
        self.words.clear()


KEPT: dict[type, Callable[[Any], Any]] = {
    datetime: lambda value: value.replace(tzinfo=None).isoformat(" ", "microseconds"),
    date: date.isoformat,
    dict: json.dumps,
    list: json.dumps,
    UUID: attrgetter("hex"),
}


def _stored(value: Any) -> Any:
    """Return a value as Django keeps it in SQLite."""
    if type(value) is str:
        return value
    keep = KEPT.get(type(value))
    return value if keep is None else keep(value)


def is_own(number: int) -> bool:
    """Say whether the officer who is measured works on a case."""
    return number < OWN and number % SHARE == 0


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=length))


@cache
def _whole() -> dict[str, Any]:
    """Return a request with every section, as the form of a draft leaves it."""
    facts = {"facts": {"facts.summary": "A fact after a fact. " * 60}}
    return compose(request_id="", reference="", sections=facts, persons=[], measures=[], annexes=[])


@cache
def _measure(kind: str, module: str) -> dict[str, Any]:
    """Return a measure with every detail of its module."""
    return compose_measure({"measure_id": "", "kind": kind, "module": module})


def _case(number: int, chance: random.Random, tables: Tables, people: tuple[Any, list[Any]]) -> dict[str, str]:
    """Write the rows of one case; return what finds it."""
    officer, colleagues = people
    case_id, direction = new_id(), ("outgoing", "incoming")[number % 2]
    step = chance.choices(STEPS[direction], WEIGHTS)[0]
    began = NOW - timedelta(minutes=chance.randrange(1, 5 * 365 * 1440))
    changed = min(NOW, began + timedelta(minutes=chance.randrange(1, 200 * 1440)))
    reference, state = f"XB/{began.year}/{number:06d}", chance.choice(STATES)
    names = [f"{_word(chance, 3).title()} {_word(chance, 4).title()}" for _ in range(2)]
    subject = f"Bribery in the procurement of {_word(chance, 4)} for {_word(chance, 3)}"
    kinds = chance.sample(KINDS, 2)
    side = "nobody" if step == "closed" else "ours" if step in OURS else "theirs"
    measures = [
        {
            "measure_id": str(new_id()),
            "kind": kind,
            "module": module,
            "description": "Records of the whole period. " * 6,
        }
        for kind, module in kinds
    ]
    persons = [{"person_id": str(new_id()), "kind": "natural", "name": name} for name in names]
    body = _whole() | {"request_id": str(case_id), "reference": reference, "title": subject, "persons": persons}
    body["measures"] = [{**_measure(one["kind"], one["module"]), **one} for one in measures]
    tables.add(
        "Case",
        id=case_id, direction=direction, our_reference=reference, their_reference=f"{state}-{number}", counterpart="xa",
        counterpart_state=state, title=subject, language="en", mode="treaty", urgent=number % 11 == 0,
        confidential=number % 7 == 0, kinds="|" + "|".join(kind for kind, _ in kinds) + "|", step=step, turn_side=side,
        turn_task=TASKS[step], turn_role="case_officer" if side == "ours" else "", turn_since=changed,
        turn_due=(changed + timedelta(days=chance.randrange(5, 90))).date(), created_at=began, changed_at=changed,
        body=body,
    )  # fmt: skip
    crew = [(officer if is_own(number) else chance.choice(colleagues), "case_officer")]
    crew += [(chance.choice(colleagues), function) for function in ("drafter", "reviewer")]
    for who, function in crew:
        tables.add("Member", case_id=case_id, officer_id=who, function=function, since=began)
    for place, (person, measure) in enumerate(zip(persons, measures, strict=True)):
        part = {"case_id": case_id, "position": place, "changed_at": began}
        tables.add("Party", person_id=person["person_id"], data=person, **part)
        tables.add(
            "Measure",
            measure_id=measure["measure_id"], kind=measure["kind"], module=measure["module"], data=measure,
            state_since=changed, state="in_execution" if "execut" in step else "asked", **part,
        )  # fmt: skip
    for place, code in enumerate(("draft_begun", "review_asked", "request_sent", "acknowledged")):
        tables.add(
            "Line",
            case_id=case_id, at=began + timedelta(hours=place), code=code, lane="theirs" if place > 2 else "ours",
            crosses=("", "", "out", "in")[place], params={"reference": reference, "name": "A reviewer"},
        )  # fmt: skip
    for term in sorted({word.casefold() for word in f"{subject} {' '.join(names)}".split()}):
        tables.add("SearchTerm", case_id=case_id, term=term)
    tables.words.append((" ".join(tokens(f"{reference} {subject} {' '.join(names)}")), case_id.hex))
    return {"cases": str(case_id), "references": reference, "subjects": subject.split()[5], "persons": names[0]}
