"""Submitting, reviewing and publishing: three people, signatures checked twice, nothing published half."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.roles import Role
from comity.hub import actions, directory, jobs, probes, queries
from comity.hub.models import Editor, Submission
from comity.kernel.graph import GraphError
from comity.seal.errors import SealError
from comity.seal.keydirectory import drafting
from comity.seal.keydirectory.following import FolderFetcher, follow
from comity.seal.keydirectory.layout import DirectoryError
from tests.builders.directories import ADirectory, key_file
from tests.builders.keys import NOW
from tests.builders.people import an_officer
from tests.hub.people import editor, staff

if TYPE_CHECKING:
    from pathlib import Path

    import time_machine


@pytest.fixture
def ada(hub: ADirectory) -> Actor:
    del hub
    return staff("ada")


@pytest.fixture
def hana(hub: ADirectory) -> Actor:
    del hub
    return staff("hana", Role.HEAD)


@pytest.fixture
def eda(ada: Actor) -> Actor:
    return editor("eda", "XA", ada)


def signed(hub: ADirectory, state: str = "XA", after: int = 0) -> bytes:
    return hub.state_file(state, key_file(state.lower(), timedelta(days=after))).to_bytes()


def test_an_editor_submits_and_two_of_the_secretariat_publish(
    hub: ADirectory, ada: Actor, hana: Actor, eda: Actor, tmp_path: Path
):
    made = actions.submit(actor=eda, raw=signed(hub), now=NOW)
    assert list(queries.waiting_submissions(ada)) == [made]
    actions.review(actor=ada, submission_id=made.pk, now=NOW)
    assert not hub.repository.read().states
    with pytest.raises(AccessDenied):
        actions.publish(actor=ada, submission_id=made.pk, now=NOW)
    actions.publish(actor=hana, submission_id=made.pk, now=NOW)
    found = follow(hub.root, tmp_path / "cache", str(hub.folder), FolderFetcher())
    assert set(found.nodes) == {"xa"}
    codes = AuditEntry.objects.filter(code__startswith="hub.submission").values_list("code", flat=True)
    assert list(codes) == ["hub.submission.submitted", "hub.submission.reviewed", "hub.submission.published"]
    with pytest.raises(GraphError):
        actions.give_back(actor=staff("cy"), submission_id=made.pk, reason="late", now=NOW)


def test_nothing_is_published_that_one_person_saw(hub: ADirectory, ada: Actor, hana: Actor, eda: Actor):
    made = actions.submit(actor=eda, raw=signed(hub), now=NOW)
    with pytest.raises(GraphError):
        actions.publish(actor=hana, submission_id=made.pk, now=NOW)
    with pytest.raises(AccessDenied):
        actions.review(actor=eda, submission_id=made.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(
            state="published", reviewed_by_id=ada.officer_id, decided_by_id=ada.officer_id, decided_at=NOW
        )
    assert not hub.repository.read().states


def test_the_secretariat_cannot_publish_its_own_submission(hub: ADirectory, ada: Actor, hana: Actor):
    file = drafting.admit(hub.repository.read().targets, "XC", hub.states["XC"].public_key, now=NOW)
    made = actions.submit(actor=ada, raw=hub.signed(file).to_bytes(), now=NOW)
    with pytest.raises(AccessDenied):
        actions.review(actor=ada, submission_id=made.pk, now=NOW)
    actions.review(actor=hana, submission_id=made.pk, now=NOW)
    with pytest.raises(AccessDenied):
        actions.publish(actor=ada, submission_id=made.pk, now=NOW)
    actions.publish(actor=staff("cy"), submission_id=made.pk, now=NOW)
    assert "XC" in hub.repository.read().admitted


def test_an_editor_brings_his_own_states_part_alone(hub: ADirectory, ada: Actor, eda: Actor):
    with pytest.raises(AccessDenied):
        actions.submit(actor=eda, raw=signed(hub, "XB"), now=NOW)
    with pytest.raises(AccessDenied):
        actions.submit(actor=ada, raw=signed(hub, "XA"), now=NOW)
    file = drafting.dismiss(hub.repository.read().targets, "XB", now=NOW)
    with pytest.raises(AccessDenied):
        actions.submit(actor=eda, raw=hub.signed(file).to_bytes(), now=NOW)
    with pytest.raises(AccessDenied):
        actions.submit(actor=staff("au", Role.AUDITOR), raw=signed(hub), now=NOW)
    assert not Submission.objects.exists()


def test_what_is_not_signed_by_the_state_is_not_even_submitted(hub: ADirectory, eda: Actor):
    forged = hub.state_file("XA", key_file("xa"), by="XB").to_bytes()
    for raw, code in ((forged, "E_DIRECTORY_SIGNATURE"), (b"{}", "E_SYNTAX"), (b"", "E_SYNTAX")):
        with pytest.raises(SealError, match=code):
            actions.submit(actor=eda, raw=raw, now=NOW)
    assert not Submission.objects.exists()


def test_one_that_was_overtaken_is_not_published_and_stays_to_be_returned(
    hub: ADirectory, ada: Actor, hana: Actor, eda: Actor
):
    made = actions.submit(actor=eda, raw=signed(hub), now=NOW)
    actions.review(actor=ada, submission_id=made.pk, now=NOW)
    hub.list_nodes("XA", key_file("xa", timedelta(days=1)))
    with pytest.raises(DirectoryError, match="E_DIRECTORY_BACK"):
        actions.publish(actor=hana, submission_id=made.pk, now=NOW)
    assert Submission.objects.get().state == "reviewed"
    with pytest.raises(actions.HubError, match="E_REASON"):
        actions.give_back(actor=hana, submission_id=made.pk, reason=" ", now=NOW)
    actions.give_back(actor=hana, submission_id=made.pk, reason="A newer one is out.", now=NOW)
    assert Submission.objects.get().state == "returned"


def test_an_editor_is_named_by_another_for_one_state(hub: ADirectory, ada: Actor, eda: Actor):
    del hub
    officer = an_officer("ed")
    with pytest.raises(actions.HubError, match="E_EDITOR"):
        actions.name_editor(actor=ada, officer=Editor.objects.get().officer, state="XB", now=NOW)
    with pytest.raises(SealError):
        actions.name_editor(actor=ada, officer=officer, state="xb", now=NOW)
    with pytest.raises(AccessDenied):
        actions.name_editor(actor=eda, officer=officer, state="XB", now=NOW)
    ours = an_officer("me", [Role.ADMINISTRATOR])
    with pytest.raises(actions.HubError, match="E_EDITOR"):
        actions.name_editor(actor=Actor.of_officer(ours), officer=ours, state="XB", now=NOW)
    actions.end_editor(actor=ada, editor_id=Editor.objects.get().pk, now=NOW)
    with pytest.raises(AccessDenied):
        actions.submit(actor=eda, raw=b"{}", now=NOW)


def test_the_board_shows_what_each_state_said_last(hub: ADirectory, ada: Actor, eda: Actor):
    del hub
    assert [(row.state, row.said) for row in queries.board(NOW)] == [("XA", None), ("XB", None)]
    with pytest.raises(AccessDenied):
        actions.say_availability(actor=ada, reach="closed", back_on=None, note="", now=NOW)
    actions.say_availability(actor=eda, reach="closed", back_on=date(2026, 3, 5), note="A flood.", now=NOW)
    first = queries.board(NOW)[0]
    assert (first.said.reach, first.is_late) == ("closed", False)
    assert queries.board(NOW + timedelta(days=9))[0].is_late
    actions.say_availability(actor=eda, reach="normal", back_on=date(2026, 3, 5), note="", now=NOW + timedelta(hours=1))
    assert queries.board(NOW)[0].said.back_on is None


def test_the_worker_renews_before_the_time_stamp_runs_out(hub: ADirectory, clock: time_machine.Coordinates):
    before = hub.repository.read()
    jobs.renew()
    assert hub.repository.read().timestamp.signed.version == before.timestamp.signed.version
    assert probes.published(NOW).state is Colour.GREEN
    clock.shift(timedelta(hours=25))
    jobs.renew()
    after = hub.repository.read()
    assert after.timestamp.signed.version == before.timestamp.signed.version + 1
    assert after.snapshot.signed.version == before.snapshot.signed.version
    assert probes.published(NOW + timedelta(hours=80)).state is Colour.RED
    assert probes.published(NOW + timedelta(hours=26)).state is Colour.GREEN
    directory.repository().renew(directory.online_key(), now=NOW + timedelta(days=340))
    assert probes.published(NOW + timedelta(days=340)).state is Colour.AMBER


def test_the_hubs_own_key_is_sealed_and_made_once(hub: ADirectory):
    del hub
    raw = (directory.keys_folder() / directory.KEY_FILE).read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    with pytest.raises(FileExistsError):
        directory.make_online_key()


@pytest.mark.parametrize(
    "path",
    ["", "/", "metadata", "../keys/unlock", "metadata/../../keys/unlock", "metadata/%2e%2e/x", "node.json",
     "keys/unlock", "metadata/.timestamp.json.new", "targets/XA/../../metadata/timestamp.json"],
)  # fmt: skip
def test_no_path_leads_out_of_the_directory(hub: ADirectory, path: str):
    (hub.folder / "metadata" / ".timestamp.json.new").write_bytes(b"half")
    assert directory.public_file(path) is None
    assert directory.public_file("metadata/timestamp.json") is not None
