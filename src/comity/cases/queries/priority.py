"""How pressing one request is: the facts that `comity.law.priority` weighs, read from what the request says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from comity.cases.queries import content
from comity.law.priority import LEVELS, Facts, Priority, assess

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from comity.cases.models import Case

DISSIPATES = frozenset({"SEARCH_SEIZE_FREEZE", "TRACE_RECOVERY", "ASSET_RECOVERY"})


@dataclass(frozen=True, slots=True)
class Shown:
    """How pressing a case is, in words: its level, and each reason with its article."""

    level: str
    reasons: list[tuple[str, str]]


def shown(case: Case, today: date, language: str) -> Shown:
    """Return how pressing a case is today and why, for a reader."""
    found = priority_of(case, today)
    reasons = [(one.text.get(language), one.input.article) for one in found.reasons]
    return Shown(LEVELS[found.level].get(language), reasons)


def priority_of(case: Case, today: date) -> Priority:
    """Return how pressing a case is today, with the reasons, by the authority's own weights."""
    return assess(facts_of(case), today, settings.NODE.priority_weights)


def facts_of(case: Case) -> Facts:
    """Read what makes a request pressing; a deadline without its reason counts for nothing (46(24))."""
    request = content.request_of(case)
    urgency = request["urgency"]
    hearings = sorted(day for day in map(_day, _details(request, "hearing_date")) if day)
    since = case.arrived_at or case.sent_at
    return Facts(
        urgent=urgency["level"] == "urgent" and bool(urgency["reason"]),
        deadline=_day(urgency["deadline"]) if urgency["deadline_reason"] else None,
        limitation=_day(request["proceedings"]["limitation_date"]),
        hearing=hearings[0] if hearings else None,
        dissipation=any(one["kind"] in DISSIPATES or one["module"] == "tracing" for one in request["measures"]),
        value=_largest(request),
        since=since.date() if since and not case.closed_at else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _details(request: Mapping[str, Any], name: str) -> Iterator[str]:
    for measure in request["measures"]:
        yield measure["details"].get(name, "")


def _largest(request: Mapping[str, Any]) -> str:
    """Return the largest value a measure names, with its currency, if it reaches the authority's threshold."""
    found = []
    for measure in request["measures"]:
        number = "".join(one for one in measure["details"].get("value", "") if one.isdecimal() or one == ".")
        try:
            found.append((float(number), f"{measure['details']['value']} {measure['details']['currency']}".strip()))
        except ValueError:
            continue
    amount, text = max(found, default=(0.0, ""))
    return text if amount >= settings.NODE.priority_value else ""
