"""Facts about treaties and States: what officers enter, and one that is published while a newer version waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import fact_actions
from tests.builders.remembered import remembered

if TYPE_CHECKING:
    from datetime import datetime

    from comity.directory.models import LawFact
    from tests.builders.cases import Cast

SOURCE = {"source": "Note of XA, no. 2", "source_date": "2026-01-05", "verified": "yes", "disputed": "no"}
SAID = {"sort": "notification", "instrument": "UNCAC", "place": "KE", "article": "44(6)", "value": "yes", **SOURCE}
NEEDS = {
    "sort": "rule", "place": "KE", "rule": "extradition_needs_treaty", "value": "yes", "article": "Act, s. 1", **SOURCE,
}  # fmt: skip
TREATY = {
    "sort": "instrument", "instrument": "KE-NG-2020", "name_en": "Treaty of the test", "name_zh": "测试条约",
    "family": "bilateral", "place": "KE", "other": "NG", "bound": "2020-05-01", "articles": "mla: 1, 2", **SOURCE,
}  # fmt: skip


@remembered
def a_fact(cast: Cast, *, now: datetime) -> LawFact:
    """Have two officers publish what Kenya notified in this test, and one of them write a newer version."""
    writer, second = cast.administrator, Actor.of_officer(cast.officer(Role.HEAD))
    version = fact_actions.propose_fact(actor=writer, cells=SAID, now=now)
    fact_actions.publish_fact(actor=second, fact_id=version.fact_id, now=now)
    fact_actions.propose_fact(actor=writer, cells={**SAID, "value": "no"}, now=now, fact_id=version.fact_id)
    return version.fact
