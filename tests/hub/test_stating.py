"""The hub says to nodes what two of its people published of laws and digests, and takes back what they take back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.hub import directory, jobs, stating
from comity.hub.models import PassedVersion, Statement, StatementIndex
from comity.library.digests import actions as digests
from comity.library.legislation import actions as laws
from comity.library.mirroring import statements
from comity.library.models import Manifestation
from tests.builders import documents
from tests.builders.keys import NOW
from tests.builders.people import signed_in
from tests.hub.people import editor, staff
from tests.hub.test_passing_on import BASE, passing

if TYPE_CHECKING:
    import time_machine
    from pytest_django.fixtures import SettingsWrapper

    from comity.core.actors import Actor
    from comity.library.legislation.models import Law
    from comity.library.mirroring.statements import Index
    from tests.builders.directories import ADirectory

__all__ = ["passing"]  # fixtures


@pytest.fixture
def kay(passing: ADirectory) -> Actor:
    """Who enters laws and writes digests."""
    del passing
    return staff("kay", Role.HEAD)


@pytest.fixture
def ada(kay: Actor) -> Actor:
    """The second member of the secretariat."""
    del kay
    return staff("ada")


@pytest.fixture
def law(kay: Actor, ada: Actor) -> Law:
    """A law that is passed on."""
    made = documents.a_law(kay, now=NOW)
    stating.pass_on(actor=ada, version_id=made.versions.get().pk, now=NOW)
    return made


def told(hub: ADirectory) -> Index:
    key = hub.online.public_key
    return statements.verified(Client().get(f"{BASE}/statements.json").content, {key.keyid: key})


def said(item: statements.Item) -> bytes:
    return Client().get(f"{BASE}/statements/{item.sha256}").content


def test_a_law_is_told_once_a_second_member_compared_it(passing: ADirectory, kay: Actor, ada: Actor):
    law = documents.a_law(kay, now=NOW)
    version = law.versions.get()
    jobs.state_laws()
    assert told(passing).items == ()
    text = Manifestation.objects.get()
    assert Client().get(f"{BASE}/files/{text.sha256}").status_code == 404
    for actor in (kay, editor("eda", "XA", ada)):
        with pytest.raises(AccessDenied):
            stating.pass_on(actor=actor, version_id=version.pk, now=NOW)
    stating.pass_on(actor=ada, version_id=version.pk, now=NOW)
    stating.pass_on(actor=ada, version_id=version.pk, now=NOW)
    assert AuditEntry.objects.filter(code="hub.law.passed-on").count() == 1
    jobs.state_laws()
    [item] = told(passing).items
    found = statements.law_of(said(item))
    assert (found.ref, found.place, found.title) == (str(law.pk), "XA", "An invented Act")
    [one] = found.versions
    assert (one.sha256, one.source, one.provisions) == (
        text.sha256, "An invented note", (("uncac:46(9)", "section 1"),),
    )  # fmt: skip
    answer = Client().get(f"{BASE}/files/{text.sha256}")
    assert b"".join(answer.streaming_content) == b"1. An invented rule.\n"  # type: ignore[attr-defined]


def test_what_a_state_says_of_its_law_is_told(passing: ADirectory, law: Law, kay: Actor):
    stating.bring_up_to_date(now=NOW)
    before = told(passing)
    laws.confirm_law(actor=kay, law_id=law.pk, on=NOW.date(), source="Note no. 3", now=NOW)
    stating.bring_up_to_date(now=NOW)
    after = told(passing)
    assert (before.issue, after.issue) == (1, 2)
    assert statements.law_of(said(after.items[0])).confirmed_by == "Note no. 3"
    assert Client().get(f"{BASE}/statements/{before.items[0].sha256}").status_code == 404


def test_a_digest_is_told_once_published_and_no_more_once_taken_back(passing: ADirectory, kay: Actor, ada: Actor):
    digest = documents.a_digest(kay, now=NOW)
    stating.bring_up_to_date(now=NOW)
    assert told(passing).items == ()
    digests.submit_digest(actor=kay, digest_id=digest.pk, now=NOW)
    digests.publish_digest(actor=ada, digest_id=digest.pk, now=NOW)
    stating.bring_up_to_date(now=NOW)
    [item] = told(passing).items
    assert statements.digest_of(said(item)).lessons == "Consult first."
    digests.withdraw_digest(actor=ada, digest_id=digest.pk, note="A name.", now=NOW)
    stating.bring_up_to_date(now=NOW)
    assert told(passing).items == ()
    assert Client().get(f"{BASE}/statements/{item.sha256}").status_code == 404
    assert bytes(Statement.objects.get().raw) == b""


@pytest.mark.usefixtures("law")
def test_an_index_that_says_the_same_is_signed_anew_in_time(passing: ADirectory):
    stating.bring_up_to_date(now=NOW)
    stating.bring_up_to_date(now=NOW)
    assert told(passing).issue == 1
    later = NOW + directory.lives().timestamp / 2 + timedelta(seconds=1)
    stating.bring_up_to_date(now=later)
    assert (told(passing).issue, told(passing).made) == (2, later)
    stating.bring_up_to_date(now=later + directory.lives().timestamp)
    assert [one.issue for one in StatementIndex.objects.all()] == [3, 2]


@pytest.mark.usefixtures("passing")
def test_nothing_is_told_where_the_secretariat_did_not_decide_it(law: Law, settings: SettingsWrapper):
    stating.bring_up_to_date(now=NOW)
    item, text = Statement.objects.get(), law.work.expressions.get().manifestations.get()
    settings.NODE = settings.NODE.model_copy(update={"offer_library": False})
    for path in ("statements.json", f"statements/{item.sha256}", f"files/{text.sha256}"):
        assert Client().get(f"{BASE}/{path}").status_code == 404


def test_the_page_gives_each_text_to_a_second_member(kay: Actor, ada: Actor, clock: time_machine.Coordinates):
    del clock
    law = documents.a_law(kay, now=NOW)
    address = f"/passed-on/{law.versions.get().pk}/"
    first, second = (signed_in(Officer.objects.get(pk=one.officer_id)) for one in (kay, ada))
    assert "You entered it." in first.get("/passed-on/").content.decode()
    assert first.post(address).status_code == 403
    assert "pass it on" in second.get("/passed-on/").content.decode()
    assert "Compare the text of a law" in second.get("/").content.decode()
    assert "Compare the text of a law" not in first.get("/").content.decode()
    page = second.post(address, follow=True).content.decode()
    assert "Passed on. Nodes take it over" in page
    assert PassedVersion.objects.get().decided_by_id == ada.officer_id
    assert second.post(address).status_code == 404, "it waits no more"
    jobs.state_laws()
    assert "Laws: 1. Digests of cases: 0." in second.get("/passed-on/").content.decode()
