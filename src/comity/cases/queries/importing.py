"""What the import of running cases asks of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.importing.columns import plain
from comity.cases.importing.rows import Known, Reason
from comity.cases.models import Case, CaseImport
from comity.core.officers.queries import officers_with
from comity.core.roles import Role
from comity.exchange import queries as exchange

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.exchange.models import Peer

FUNCTIONS = {"outgoing": Role.DRAFTER, "incoming": Role.CASE_OFFICER}


def imports() -> QuerySet[CaseImport]:
    """Return the tables that were brought, the latest first, without their reports."""
    return CaseImport.objects.select_related("brought_by").defer("report")


def known(today: date) -> Known:
    """Return what rows are judged by: four queries, however many rows there are."""
    peers: dict[str, set[str]] = {}
    for one in exchange.letter_peers().filter(suspended_at=None):
        for name in (one.state, *one.names.values()):
            peers.setdefault(plain(name), set()).add(one.node_id)
    references: dict[str, tuple[str, str]] = {}
    theirs: set[tuple[str, str, str]] = set()
    for direction, counterpart, ours, other in Case.objects.values_list(
        "direction", "counterpart", "our_reference", "their_reference"
    ).iterator():
        references[ours] = (direction, counterpart)
        theirs.add((direction, counterpart, other))
    references.pop("", None)
    return Known(
        peers={name: tuple(sorted(found)) for name, found in peers.items()},
        references=references,
        theirs=theirs,
        officers={way: {login.casefold() for login in logins(role)} for way, role in FUNCTIONS.items()},
        today=today,
    )


def logins(role: Role) -> list[str]:
    """Return the logins of the officers who may be named in a function."""
    return list(officers_with(role).values_list("login", flat=True))


def officer_id(login: str) -> UUID | None:
    """Return who has a login, among those who work on cases."""
    for role in FUNCTIONS.values():
        found = officers_with(role).filter(login=login).values_list("pk", flat=True).first()
        if found is not None:
            return found
    return None


def peer(name: str) -> Peer:
    """Return the authority by letter that has a local name."""
    return exchange.letter_peers().get(node_id=name)


def report_rows(batch: CaseImport, language: str, *, refused: bool = False) -> list[tuple[int, str, str, str]]:
    """Return line, reference, result and reasons of each row, in the reader's words."""
    return [
        (line, reference, result, "; ".join(Reason(*why).sentence(language) for why in reasons))
        for line, reference, result, reasons in batch.report
        if not refused or result == "refused"
    ]


def counts(batch: CaseImport) -> dict[str, int]:
    """Return how many rows are accepted, known and refused."""
    found = dict.fromkeys(("accepted", "known", "refused"), 0)
    for _line, _reference, result, _reasons in batch.report:
        found[result] += 1
    return found
