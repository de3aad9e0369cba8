"""No page of the lists goes through a whole table: the plans of its queries, as SQLite tells them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.cases import NOW
from tests.builders.remembered import remembered
from tests.cases.queries.test_docket import a_case, everyone

from comity.cases.models import Case, SearchTerm, SearchText
from comity.cases.queries import dates, desk, doors, listing, search, work
from comity.core.actors import Actor
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db

FILTERS: list[dict[str, str]] = [
    *({"turn": one} for one in ("", "ours", "theirs", "nobody", "open", "late")),
    {"direction": "incoming"},
    {"counterpart_state": "XB"},
    {"kind": "DOCUMENTS"},
    {"older": "30"},
    *({"q": one} for one in ("XA/2026/0001", "XA", "meridian", "meridian quarry")),
]
OUT = {"direction": "outgoing"}
ASKED: dict[str, Callable[[Actor], object]] = {
    **{f"list {one}": partial(listing.page, filters=one, now=NOW) for one in FILTERS},
    **{
        f"search {one}": partial(search.search, filters=one, language="en")
        for one in ({"q": "meridian"}, {"q": "meri quarry", "year": "2026"}, {"q": "nowhere"}, {"q": "meridian", **OUT})
    },
    "desk, load": lambda actor: desk.loads(desk.scope_of(actor), NOW.date()),
    "desk, ages": lambda actor: desk.alike(desk.scope_of(actor), NOW),
    **{f"desk, stuck {one}": lambda actor, one=one: desk.stuck(desk.scope_of(actor), one) for one in ("", "office")},
    "calendar": lambda actor: dates.dates(desk.scope_of(actor, "mine"), NOW.date(), NOW.date()),
    "home": lambda actor: work.work(actor, NOW),
    "one case": lambda actor: doors.cases_visible_to(actor).filter(pk=a_case(999).pk).first(),
}


@remembered
def some(cases: int) -> None:
    """Make cases with two words each."""
    times = {"turn_since": NOW, "created_at": NOW, "changed_at": NOW}
    made = Case.objects.bulk_create(
        Case(direction="incoming", our_reference=f"XA/2026/{number:04d}", step="received", **times)
        for number in range(cases)
    )
    SearchTerm.objects.bulk_create(
        SearchTerm(case=case, term=term) for case in made for term in ("meridian", "quarry")
    )  # fmt: skip
    SearchText.objects.update(words="meridian quarry", stale=False)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("cases", [2, listing.FEW + 1])  # a word with many hits is looked for in another way
@pytest.mark.parametrize("roles", [{Role.CASE_OFFICER}, {Role.HEAD, Role.REGISTRY, Role.CASE_OFFICER}], ids=len)
def test_no_page_goes_through_a_whole_table(cast: Cast, name: str, cases: int, roles: set[Role]) -> None:
    some(cases)
    actor = everyone(cast)
    with CaptureQueriesContext(connection) as captured:
        ASKED[name](Actor(kind="officer", officer_id=actor.officer_id, name="x", roles=frozenset(roles)))
    read = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    assert read
    for sql in read:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
        # The index of what nobody works on holds nothing else: going through it is what it is for.
        # FTS5 says SCAN of all it does; an M after its index is a look into the index of words.
        scans = [line for line in plan if re.match(r"SCAN (cases_|U\d)", line) and "case_unattended" not in line]
        scans = [line for line in scans if not re.fullmatch(r"SCAN cases_fulltext VIRTUAL TABLE INDEX 0:=?M\d=?", line)]
        assert not scans, f"{sql}\n{plan}"
