"""The node keeps what the access table promises: every address, every role, cases within and outside reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standing_tables.access_table import ROLES, rows
from tests.standing_tables.visits import unknown, visit
from tests.standing_tables.world import arguments

if TYPE_CHECKING:
    from tests.standing_tables.visits import Visit
    from tests.standing_tables.world import World

CLOSED = {"403", "404"}


def test_table_names_every_address_once() -> None:
    named = [row.name for row in rows()]
    assert sorted(named) == sorted(arguments())


def test_every_reader_gets_what_the_table_says(visits: list[Visit]) -> None:
    wrong = [f"{one}, not {one.row.answers[one.who]}" for one in visits if one.answer != one.row.answers[one.who]]
    assert wrong == [], "\n".join(map(str, wrong))
    assert len(visits) == len(rows()) * len(ROLES)


def test_unknown_case_is_answered_like_a_case_outside_reach(world: World, visits: list[Visit]) -> None:
    """Neither status nor words tell an officer whether a case, an annex or a receipt exists."""
    asked = {(one.row.name, one.who): one for one in visits}
    differing, compared = [], 0
    for who in ("outsider", "head", "executing_authority", "administrator"):
        client = world.client(who)
        for row in rows():
            if not row.stage or row.answers[who] not in CLOSED:
                continue
            known = asked[row.name, who]
            other = visit(client, row, who, unknown(world, row))
            compared += 1
            if row.answers[who] == "404" and (known.status, known.words) != (other.status, other.words):
                differing.append(str(known))
            if row.answers[who] == "403" and other.status not in {403, 404}:
                differing.append(str(other))
    assert differing == []
    assert compared > 150


def test_form_that_is_not_shown_cannot_be_sent_either(world: World) -> None:
    """Whoever gets 403 or 404 for a page gets no further by sending its form; nobody signed in gets 401."""
    wrong, tried = [], 0
    for who in ROLES:
        client = world.client(who)
        for row in rows():
            if row.method != "GET" or row.answers[who] not in {*CLOSED, "in"}:
                continue
            sent = visit(client, row, who, world.address(row.name, row.stage), "POST")
            tried += 1
            wanted = {"401", "in"} if row.answers[who] == "in" else {*CLOSED, "405"}
            if sent.answer not in wanted:
                wrong.append(str(sent))
    assert wrong == [], "\n".join(map(str, wrong))
    assert tried > 400
