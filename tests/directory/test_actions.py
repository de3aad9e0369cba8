"""Entries of the directory: two people, every version kept, one that waits, and a yearly word that it is right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.directory import actions, queries
from comity.directory.errors import DirectoryError
from comity.directory.models import Authority, Entry
from tests.builders.people import NOW, an_actor
from tests.directory.conftest import VALUES


def write(officer, authority_id=None, **values):
    return actions.propose_entry(
        actor=Actor.of_officer(officer), place="XA", values={**VALUES, **values}, now=NOW, authority_id=authority_id
    )


def test_an_entry_holds_only_when_a_second_officer_published_it(ada, hana):
    entry = write(ada)
    assert list(queries.current_entries()) == []
    with pytest.raises(AccessDenied):
        actions.publish_entry(actor=Actor.of_officer(ada), authority_id=entry.authority_id, now=NOW)
    actions.publish_entry(actor=Actor.of_officer(hana), authority_id=entry.authority_id, now=NOW)
    assert [one.pk for one in queries.current_entries()] == [entry.pk]
    codes = list(AuditEntry.objects.filter(code__startswith="directory.").values_list("code", flat=True))
    assert codes == ["directory.entry.proposed", "directory.entry.published"]
    with pytest.raises(DirectoryError, match="E_ENTRY"):
        actions.publish_entry(actor=Actor.of_officer(hana), authority_id=entry.authority_id, now=NOW)


def test_a_newer_version_holds_and_the_older_one_stays(ada, hana, published):
    first = published()
    second = write(hana, first.authority_id, phone="+00 2")
    assert queries.published(first.authority).pk == first.pk
    actions.publish_entry(actor=Actor.of_officer(ada), authority_id=first.authority_id, now=NOW)
    assert queries.published(first.authority).pk == second.pk
    assert [one.number for one in queries.versions(first.authority)] == [2, 1]
    assert Entry.objects.get(pk=first.pk).phone == ""


def test_a_declined_version_changes_nothing(ada, hana, published):
    first = published()
    write(ada, first.authority_id, phone="+00 2")
    actions.decline_entry(actor=Actor.of_officer(hana), authority_id=first.authority_id, now=NOW)
    assert queries.published(first.authority).pk == first.pk
    assert queries.waiting(first.authority) is None


def test_only_one_version_waits(ada, hana):
    entry = write(ada)
    with pytest.raises(DirectoryError, match="E_ENTRY"):
        write(hana, entry.authority_id)


def test_an_authority_is_changed_in_its_own_state_only(ada):
    entry = write(ada)
    with pytest.raises(Authority.DoesNotExist):
        actions.propose_entry(
            actor=Actor.of_officer(ada), place="XB", values=VALUES, now=NOW, authority_id=entry.authority_id
        )


def test_an_ended_authority_is_not_among_those_that_hold(ada, hana, published):
    first = published()
    write(ada, first.authority_id, ended=True)
    actions.publish_entry(actor=Actor.of_officer(hana), authority_id=first.authority_id, now=NOW)
    assert list(queries.current_entries()) == []
    assert queries.published(first.authority).ended


def test_one_click_says_that_it_is_still_right(ada, published):
    entry = published()
    later = NOW + timedelta(days=300)
    actions.confirm_authority(actor=Actor.of_officer(ada), authority_id=entry.authority_id, now=later)
    assert queries.last_confirmed(entry.authority_id) == later
    assert queries.current_entries().get().confirmed_at == later


def test_what_is_not_published_cannot_be_confirmed(ada):
    entry = write(ada)
    with pytest.raises(DirectoryError, match="E_ENTRY"):
        actions.confirm_authority(actor=Actor.of_officer(ada), authority_id=entry.authority_id, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_no_other_role_writes_publishes_or_confirms(role, ada, published):
    entry = published()
    write(ada, entry.authority_id)
    actor = an_actor(role, login="other")
    for act in (actions.publish_entry, actions.decline_entry, actions.confirm_authority):
        with pytest.raises(AccessDenied):
            act(actor=actor, authority_id=entry.authority_id, now=NOW)
    with pytest.raises(AccessDenied):
        actions.propose_entry(actor=actor, place="XA", values=VALUES, now=NOW)


@pytest.mark.parametrize("broken", [{"source": ""}, {"decided_at": None}])
def test_the_database_keeps_what_must_always_hold(broken, published):
    entry = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**broken)


def test_the_database_refuses_that_one_person_does_both(ada, published):
    entry = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(decided_by=ada)
