"""How pressing a case is, read from what its request says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import a_registered
from tests.builders.people import signed_in

from comity.cases.queries.priority import facts_of, shown
from comity.core.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)


def pressing(cast: Cast, **changes: object):
    urgency = {"level": "urgent", "reason": "The money leaves.", "deadline": "2026-03-20", "deadline_reason": "Trial."}
    return a_registered(cast, urgency=urgency | changes)


def test_reasons_come_from_the_request(cast: Cast) -> None:
    found = shown(pressing(cast), TODAY, "zh-hans")
    assert found is not None
    assert ("附理由的最后期限距今 8 天", "46(24)", 30) in found.reasons
    assert ("请求书说明情况紧急及其理由", "46(24)", 20) in found.reasons


def test_deadline_and_urgency_without_a_reason_count_for_nothing(cast: Cast) -> None:
    facts = facts_of(pressing(cast, reason="", deadline_reason=""))
    assert (facts.urgent, facts.deadline) == (False, None)


def test_weights_and_threshold_are_the_authoritys(cast: Cast, settings: SettingsWrapper) -> None:
    case = pressing(cast)
    settings.NODE = settings.NODE.model_copy(
        update={"priority_weights": {"urgent": 0, "deadline": 0, "dissipation": 0, "age": 0}}
    )
    found = shown(case, TODAY, "en")
    assert found is not None
    assert found.level == "ordinary"


def test_the_law_tab_says_why(cast: Cast) -> None:
    case = pressing(cast)
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(f"/requests/{case.pk}/law/").content.decode()
    assert "How pressing it is" in page
    assert "the request says that it is urgent, and why" in page
