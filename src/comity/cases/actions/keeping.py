"""What all actions share: load a case for a purpose, write its timeline, settle whose turn it is, let it be found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from comity.cases import rules
from comity.cases.models import Case, Exclusion, Line, Member, ReferenceSeries, SearchTerm
from comity.cases.queries import doors, facts, house, standing_in
from comity.cases.separating import SEPARABLE
from comity.cases.turns import SEPARATION, turn_of
from comity.core import access
from comity.core.audit.log import record
from comity.core.prepared import Prepared
from comity.core.roles import Role
from comity.core.rows import change, insert, insert_many
from comity.kernel.plaintext import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.access import Permission
    from comity.core.actors import Actor


_MEMBER = Prepared(
    lambda case, officer: Member.objects.filter(case=case, officer=officer, until__isnull=True).values_list("pk")[:1]
)
_FUNCTION = Prepared(
    lambda case, officer, function: Member.objects.filter(case=case, officer=officer, function=function)
)
_EXCLUDED = Prepared(lambda case, officer: Exclusion.objects.filter(case=case, officer=officer).values_list("pk")[:1])
_TERMS = Prepared(lambda case: SearchTerm.objects.filter(case=case).values_list("term"))
_SERIES = Prepared(lambda name: ReferenceSeries.objects.select_for_update().filter(name=name))
_BEARER = Prepared(lambda reference: Case.objects.filter(our_reference=reference).values_list("pk")[:1])


def load(actor: Actor, case_id: UUID, permission: Permission, *, now: datetime) -> Case:
    """Return the case, locked for writing. The head or the registry, who act on it without being named, become members.

    Who stands in for an absent member does not: what is done then is written as done for that member.

    Raises:
        Case.DoesNotExist: outside the actor's reach.
        AccessDenied: within reach, but not permitted.
    """
    case = reach(actor, case_id, permission)
    if (
        actor.officer_id is not None
        and _MEMBER.first(case=case.pk, officer=actor.officer_id) is None
        and standing_in.for_case(actor, case.pk) is None
    ):
        join(case, actor.officer_id, Role.HEAD if actor.has(Role.HEAD) else Role.REGISTRY, at=now)
    return case


def reach(actor: Actor, case_id: UUID, permission: Permission) -> Case:
    """Return the case, locked, as `load` does, and leave its members as they are: for looking before an act."""
    case = doors.lock_case(actor, case_id)
    access.require(actor, permission, case)
    return case


def officer_of(actor: Actor) -> UUID:
    """Return the id of the officer who acts, or raise CaseworkError `E_ROLE`: the act is not for the system."""
    if actor.officer_id is None:
        raise rules.CaseworkError("E_ROLE", "an act of an officer")
    return actor.officer_id


def note(
    case: Case,
    code: str,
    *,
    actor: Actor,
    at: datetime,
    lane: str = "ours",
    crosses: str = "",
    message_id: UUID | None = None,
    **params: Any,
) -> None:
    """Write one line of the timeline; for whom, where the actor stands in for an absent officer."""
    away = standing_in.for_case(actor, case.pk)
    if away is not None:
        params["for"] = standing_in.name_of(away)
    insert(
        Line(
            case=case, at=at, code=code, lane=lane, crosses=crosses, actor=actor.name[:200], params=params,
            message_id=message_id,
        )
    )  # fmt: skip


def audit(case: Case, code: str, *, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Write one audit entry about a case: codes and counts, never content."""
    record(actor=actor, code=code, subject=f"cases.case:{case.pk}", at=at, data=data)


def settle(case: Case, *, at: datetime, also: tuple[str, ...] = ()) -> None:
    """Work out whose turn it is now and write it, with the further fields named; called at the end of each action."""
    found, calendar = facts.of_case(case), settings.NODE.calendar
    turn = turn_of(found, case.turn_since.date(), calendar)
    beside = turn.task == SEPARATION or (case.turn_task == SEPARATION and case.step in SEPARABLE)
    if not beside and (turn.side, turn.task) != (case.turn_side, case.turn_task):
        case.turn_since = at
        turn = turn_of(found, at.date(), calendar)
    case.turn_side, case.turn_task, case.turn_role, case.turn_due = turn.side, turn.task, turn.role, turn.due
    case.changed_at = at
    case.unattended = _unattended(case)
    fields = ("turn_side", "turn_task", "turn_role", "turn_due", "turn_since", "changed_at", "unattended")
    change(case, {name: getattr(case, name) for name in (*fields, *also)})


SELF_ATTENDED = frozenset({"", Role.HEAD, Role.REGISTRY, Role.EXECUTING_AUTHORITY})
_ATTENDING = Prepared(
    lambda case, function: Member.objects.filter(case=case, until__isnull=True, function=function).values_list("pk")[:1]
)


def _unattended(case: Case) -> bool:
    """Return whether the next step is for a role that no member of the case has: the head must name somebody."""
    if case.turn_side != "ours" or case.turn_role in SELF_ATTENDED:
        return False
    return _ATTENDING.first(case=case.pk, function=case.turn_role) is None


def touch(case: Case, *, at: datetime) -> None:
    """Say that something was written in the case that moves no step: it is read again for the search."""
    change(case, {"changed_at": at})


def join(case: Case, officer_id: UUID | None, function: Role, *, at: datetime) -> None:
    """Make an officer a member of the case in one function; one whose membership ended is a member again."""
    if officer_id is not None:
        check_not_excluded(case, officer_id)
        known = _FUNCTION.first(case=case.pk, officer=officer_id, function=function)
        if known is None:
            insert(Member(case=case, officer_id=officer_id, function=function, since=at))
        elif known.until is not None:
            change(known, {"until": None})


def check_not_excluded(case: Case, officer_id: UUID) -> None:
    """Raise CaseworkError `E_EXCLUDED` for an officer with a conflict of interest in the case."""
    if _EXCLUDED.first(case=case.pk, officer=officer_id) is not None:
        raise rules.CaseworkError("E_EXCLUDED", "a conflict of interest")


def join_acting(case: Case, actor: Actor, function: Role, *, at: datetime) -> None:
    """Make whoever acts a member in a function, unless he stands in for one."""
    if standing_in.for_case(actor, case.pk) is None:
        join(case, actor.officer_id, function, at=at)


def next_reference(state: str, *, outgoing: bool, now: datetime) -> str:
    """Take the next reference. The row of its series is locked until the transaction ends, so none is skipped.

    The year is that of the authority's own time zone, whoever acts from wherever. A reference that a case has already,
    because it was taken over from a list or written by an earlier pattern, is passed by.
    """
    scheme, year = house.scheme_in_force(), timezone.localdate(now, timezone.get_default_timezone()).year
    name = scheme.series(year=year, outgoing=outgoing)
    counter = _SERIES.first(name=name) or ReferenceSeries.objects.select_for_update().get_or_create(name=name)[0]
    while True:
        counter.last += 1
        found = scheme.write(state=state, year=year, number=counter.last, outgoing=outgoing)
        if _BEARER.first(reference=found) is None:
            break
    change(counter, {"last": counter.last})
    return found


PROJECTED = (
    "title",
    "language",
    "counterpart",
    "counterpart_state",
    "mode",
    "confidential",
    "urgent",
    "deadline",
    "limitation_date",
    "kinds",
)


def project(case: Case, request: Mapping[str, Any]) -> tuple[str, ...]:
    """Copy out of the request what lists and filters need, and index its words. Returns the fields to be written."""
    case.title = request["title"][:300]
    case.language = request["language"]
    case.mode = request["basis"]["mode"]
    case.confidential = bool(request["confidentiality"]["required"])
    case.urgent = request["urgency"]["level"] == "urgent"
    case.deadline = to_day(request["urgency"]["deadline"])
    case.limitation_date = to_day(request["proceedings"]["limitation_date"])
    kinds = dict.fromkeys(measure["kind"] for measure in request["measures"] if measure["kind"])
    case.kinds = ("|" + "|".join(kinds) + "|")[:300] if kinds else ""
    if case.outgoing:
        case.counterpart = request["requested"]["node_id"]
        case.counterpart_state = one_line(request["requested"]["state"], 80)
    index(case, request)
    return PROJECTED


def index(case: Case, request: Mapping[str, Any]) -> None:
    """Write the words by which the case is found: its subject and the names of the persons in it."""
    texts = [request["title"]]
    texts += [one[name] for one in request["persons"] for name in ("name", "variants")]
    wanted = set(rules.search_terms(*texts))
    known = {term for (term,) in _TERMS.all(case=case.pk)}
    if known - wanted:
        case.terms.filter(term__in=known - wanted).delete()
    insert_many([SearchTerm(case=case, term=term) for term in sorted(wanted - known)])


def to_day(text: str) -> date | None:
    """Return the date that a request or a message writes as text, or None for an empty one."""
    return date.fromisoformat(text) if text else None
