"""What is kept of a case beside its steps: what was left out with a reason, and what both said at its close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from comity.cases.queries.said_fields import measures_named
from comity.law.guards import GUARDS

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.models import AfterCare, Case

# Translators: what became of the material after it was received.
USED_IN: dict[str, Any] = {
    "investigation": gettext_lazy("In the investigation"),
    "trial": gettext_lazy("At trial"),
    "confiscation": gettext_lazy("For confiscation or recovery"),
    "not_used": gettext_lazy("It was not used"),
}
USEFUL: dict[str, Any] = {
    "yes": gettext_lazy("Yes"),
    "in_part": gettext_lazy("In part"),
    "no": gettext_lazy("No"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One step that the law demands first and that was left out."""

    text: str
    article: str
    by_analogy: bool
    reason: str
    by: str
    measures: str
    at: datetime


def overrides_of(case: Case, language: str) -> list[LeftOut]:
    """Return what was left out in a case, the oldest first: two queries."""
    rows = case.overrides.select_related("by").prefetch_related("measures")
    return [
        LeftOut(
            text=GUARDS[one.guard].text.get(language),
            article=one.article,
            by_analogy=one.by_analogy,
            reason=one.reason,
            by=str(one.by.name) if one.by else "",
            measures=measures_named(one.measures.all()),
            at=one.at,
        )
        for one in rows
    ]


def rows_of(told: AfterCare) -> list[tuple[Any, str]]:
    """Return what was said at the close, label and text; what is not said is left out."""
    found = [
        (gettext_lazy("Closing note"), told.reason),
        (gettext_lazy("Of use"), str(USEFUL.get(told.useful, ""))),
        (gettext_lazy("Used"), str(USED_IN.get(told.used_in, ""))),
        (gettext_lazy("Feedback"), told.text),
        (gettext_lazy("What we would do otherwise next time"), told.lessons if told.ours else ""),
    ]
    return [(label, text) for label, text in found if text]
