"""The list of requests: every case once, in order, whichever way the database is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import NOW

from comity.cases.models import Case, Member
from comity.cases.queries import listing

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("threshold", [1_000, 10])
def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, threshold: int) -> None:
    moments = [NOW - timedelta(minutes=number // 7) for number in range(120)]  # many at the same moment
    cases = Case.objects.bulk_create(
        Case(
            direction="outgoing", our_reference=f"XA/2026/{number:04d}", title="x", step="draft", turn_since=at,
            created_at=at, changed_at=at, turn_side="ours" if number % 3 else "theirs",
        )
        for number, at in enumerate(moments)
    )  # fmt: skip
    officer = cast.case_officer.person()
    Member.objects.bulk_create(
        Member(case=case, officer_id=officer, function="case_officer", since=NOW)
        for number, case in enumerate(cases)
        if number % 5
    )
    for turn in ("", "ours"):
        wanted = [
            case for number, case in enumerate(cases) if number % 5 and (not turn or case.turn_side == turn)
        ]  # fmt: skip
        wanted.sort(key=lambda case: (case.changed_at, case.pk), reverse=True)
        found, after = [], ""
        while True:
            page = listing.page(cast.case_officer, {"turn": turn, "after": after}, NOW, largest=threshold)
            assert page.count == (len(wanted) if len(wanted) <= threshold else None)
            found += [case.pk for case in page.cases]
            after = page.after
            if not after:
                break
        assert found == [case.pk for case in wanted]
