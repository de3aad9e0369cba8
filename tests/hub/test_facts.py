"""Facts at the hub: editors write what their State says of itself, the secretariat publishes, and it goes out."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from comity.core.access import AccessDenied
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory import editing, fact_actions, fact_queries
from comity.directory.signed import read_directory
from comity.hub import editions
from comity.hub.models import Edition
from comity.law.facts.cells import Sort
from tests.builders.keys import NOW
from tests.builders.people import signed_in
from tests.hub.people import editor, staff
from tests.hub.test_editions import ada, eda, ring

if TYPE_CHECKING:
    from typing import Any

    from comity.core.actors import Actor
    from tests.builders.directories import ADirectory

__all__ = ["ada", "eda"]  # fixtures
SOURCE = {"source": "Note of XA, no. 2", "source_date": "2026-01-05", "verified": "yes", "disputed": "no"}
SAID = {"sort": "notification", "instrument": "UNCAC", "place": "XA", "article": "44(6)", "value": "yes", **SOURCE}
OTHERS: dict[Sort, dict[str, str]] = {
    Sort.DECLARATION: {"instrument": "UNCAC", "article": "66(3)", "effect": "none"},
    Sort.PARTY: {"instrument": "UNTOC", "signed": "2000-12-12"},
    Sort.RULE: {"rule": "extradites_nationals", "value": "no", "article": "Act, s. 1"},
}
NOT_ITS_OWN: dict[Sort, dict[str, str]] = {
    Sort.PAIR: {"instrument": "UNCAC", "other": "XB", "status": "suspended"},
    Sort.INSTRUMENT: {
        "instrument": "XA-XB-2020", "name_en": "Treaty", "name_zh": "条约", "family": "bilateral", "other": "XB",
        "bound": "2020-05-01", "articles": "mla: 1",
    },
}  # fmt: skip


def cells(sort: Sort, said: dict[str, str]) -> dict[str, str]:
    return {"sort": sort.value, "place": "XA", **said, **SOURCE}


def proposed(actor: Actor, said: dict[str, str] = SAID, **given: Any) -> Any:
    return fact_actions.propose_fact(actor=actor, cells=said, now=NOW, **given)


def page(login: str, address: str) -> str:
    return signed_in(Officer.objects.get(login=login)).get(address).content.decode()


def test_an_editor_writes_what_his_state_says_of_itself_and_staff_publish_it(hub: ADirectory, ada: Actor, eda: Actor):
    made = [proposed(eda), *(proposed(eda, cells(sort, said)) for sort, said in OTHERS.items())]
    with pytest.raises(AccessDenied):
        fact_actions.publish_fact(actor=eda, fact_id=made[0].fact_id, now=NOW)
    for one in made:
        fact_actions.publish_fact(actor=ada, fact_id=one.fact_id, now=NOW)
    said = read_directory(bytes(editions.publish(NOW).raw), ring())
    assert {row["sort"] for row in said.facts} == {sort.value for sort in editing.ITS_OWN}
    assert [row["value"] for row in said.facts if row.get("article") == "44(6)"] == ["yes"]


def test_an_editor_writes_nothing_that_concerns_another_state(ada: Actor, eda: Actor):
    fay = editor("fay", "XB", ada)
    made = proposed(eda)
    for said in [{**SAID, "place": "XB"}, *(cells(sort, said) for sort, said in NOT_ITS_OWN.items())]:
        with pytest.raises(AccessDenied):
            proposed(eda, said)
    for actor in (fay, staff("au", Role.AUDITOR)):
        with pytest.raises(AccessDenied):
            proposed(actor)
    fact_actions.publish_fact(actor=ada, fact_id=made.fact_id, now=NOW)
    with pytest.raises(AccessDenied):
        proposed(fay, {**SAID, "value": "no"}, fact_id=made.fact_id)
    newer = proposed(eda, {**SAID, "value": "no"}, fact_id=made.fact_id, withdrawn=True)
    assert list(fact_queries.waiting_visible_to(eda)) == list(fact_queries.waiting_visible_to(ada)) == [newer]
    assert not fact_queries.waiting_visible_to(fay)


def test_what_waits_is_seen_by_its_state_and_the_secretariat_alone(ada: Actor, eda: Actor):
    editor("fay", "XB", ada)
    staff("au", Role.AUDITOR)
    made = proposed(eda)
    fact_actions.publish_fact(actor=ada, fact_id=made.fact_id, now=NOW)
    proposed(eda, {**SAID, "source": "Note of XA, no. 77"}, fact_id=made.fact_id)
    for address, told in ((f"/directory/facts/{made.fact_id}/", "no. 77"), ("/directory/facts/", "entered by Eda")):
        seen = {who: told in page(who, address) for who in ("ada", "eda", "fay", "au")}
        assert seen == {"ada": True, "eda": True, "fay": False, "au": False}, address
    assert "no. 2" in page("fay", f"/directory/facts/{made.fact_id}/")
    yours, theirs = "publish or decline it", "An administrator or the head who did not enter it"
    assert [one in page("ada", "/directory/facts/") for one in (yours, theirs)] == [True, False]
    assert [one in page("eda", "/directory/facts/") for one in (yours, theirs)] == [False, True], "whose turn it is"
    words = "Compare a fact with its source and publish it"
    assert words in page("ada", "/")
    assert words not in page("eda", "/")


def test_an_editor_is_offered_his_own_state_and_what_he_may_enter(ada: Actor, eda: Actor):
    listed = page("eda", "/directory/facts/")
    assert [sort.value for sort in Sort if f"/facts/new/{sort.value}/" in listed] == [
        "party", "notification", "declaration", "rule",
    ]  # fmt: skip
    assert "/facts/file/" not in listed
    assert "/facts/file/" in page("ada", "/directory/facts/")
    client = signed_in(Officer.objects.get(login="eda"))
    form = client.get("/directory/facts/new/notification/").content.decode()
    assert "6(3), 44(6), 46(13), 46(14)" in form
    assert "(XA)" in form
    assert "(XB)" not in form
    sent = {name: value for name, value in SAID.items() if name not in {"sort", "verified", "disputed"}}
    assert client.post("/directory/facts/new/notification/", {**sent, "place": "XB"}).status_code == 200
    assert client.post("/directory/facts/new/notification/", sent).status_code == 302
    assert fact_queries.all_waiting().get().cells["place"] == "XA"


def test_a_fact_that_was_declined_goes_nowhere(hub: ADirectory, ada: Actor, eda: Actor):
    made = proposed(eda)
    fact_actions.decline_fact(actor=ada, fact_id=made.fact_id, now=NOW)
    editions.publish(NOW)
    assert Edition.objects.get().facts == 0
