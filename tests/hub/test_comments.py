"""A reviewer of the secretariat sees and comments what is decided on, and decides nothing; no editor reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.hub import actions, offers
from comity.hub.actions import HubError
from comity.hub.models import Comment, Submission
from tests.builders.directories import key_file
from tests.builders.keys import NOW
from tests.builders.people import signed_in
from tests.hub.people import editor, staff
from tests.hub.test_offers import FIRST, a_law, ada, eda

if TYPE_CHECKING:
    from comity.core.actors import Actor
    from tests.builders.directories import ADirectory

__all__ = ["ada", "eda"]  # fixtures


@pytest.fixture
def rea(ada: Actor) -> Actor:
    """A reviewer of the secretariat."""
    del ada
    return staff("rea", Role.REVIEWER)


@pytest.fixture
def submission(hub: ADirectory, ada: Actor) -> Submission:
    """What the editor of XB submitted."""
    fay = editor("fay", "XB", ada)
    return actions.submit(actor=fay, raw=hub.state_file("XB", key_file("xb")).to_bytes(), now=NOW)


def test_a_reviewer_comments_and_publishes_nothing(submission: Submission, rea: Actor, ada: Actor):
    made = actions.comment(actor=rea, about=submission, text=" The key differs. ", now=NOW)
    assert (made.text, made.written_by_id) == ("The key differs.", rea.officer_id)
    entry = AuditEntry.objects.get(code="hub.comment.written")
    assert "differs" not in str(entry.data)
    for act in (actions.review, actions.publish):
        with pytest.raises(AccessDenied):
            act(actor=rea, submission_id=submission.pk, now=NOW)
    with pytest.raises(AccessDenied):
        actions.give_back(actor=rea, submission_id=submission.pk, reason="No.", now=NOW)
    with pytest.raises(HubError, match="E_REASON"):
        actions.comment(actor=ada, about=submission, text=" ", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(about=submission.pk, text="", written_by_id=rea.officer_id, written_at=NOW)


def test_what_a_state_offers_is_commented_and_never_taken_in_by_a_reviewer(rea: Actor, eda: Actor):
    made = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    actions.comment(actor=rea, about=made, text="Compare section 1.", now=NOW)
    with pytest.raises(AccessDenied):
        offers.take(actor=rea, offer_id=made.pk, now=NOW)
    with pytest.raises(AccessDenied):
        actions.comment(actor=eda, about=made, text="It is right.", now=NOW)


def test_the_secretariat_reads_comments_on_the_page_and_an_editor_does_not(
    submission: Submission, rea: Actor, ada: Actor, eda: Actor
):
    offer = offers.bring(actor=eda, raw=a_law(FIRST), now=NOW)
    them = {who: signed_in(Officer.objects.get(pk=one.officer_id)) for who, one in
            {"rea": rea, "ada": ada, "eda": eda}.items()}  # fmt: skip
    assert "Read a submission and say what you see" in them["rea"].get("/").content.decode()
    for address in (f"/submissions/{submission.pk}/", f"/offers/{offer.pk}/"):
        page = them["rea"].get(address).content.decode()
        assert "Nobody commented yet." in page
        assert "Your decision" not in page
        said = them["rea"].post(f"{address}comment/", {"text": "Ask by telephone."}, follow=True).content.decode()
        assert "Your comment stands below." in said
        assert "Ask by telephone." in them["ada"].get(address).content.decode()
        empty = them["ada"].post(f"{address}comment/", {"text": ""}, follow=True).content.decode()
        assert "Nothing was written." in empty
    page = them["eda"].get(f"/offers/{offer.pk}/").content.decode()
    assert "Ask by telephone." not in page
    assert "Comments of the secretariat" not in page
    assert "Bring a signed file" not in them["rea"].get("/offers/").content.decode()
    assert them["rea"].post("/offers/", {}).status_code == 403
