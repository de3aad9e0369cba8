"""The entries of the hub in the navigation, and what waits for the secretariat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.menu import Entry, register_entry
from comity.core.parts import WorkItem
from comity.core.roles import Role
from comity.core.work import Work, register_work
from comity.directory import fact_queries
from comity.directory.access import Permission as Contacts
from comity.directory.fact_words import SORTS
from comity.directory.queries import all_waiting
from comity.hub import queries
from comity.hub.access import STAFF, Permission
from comity.hub.offering import is_on
from comity.hub.read import title_of
from comity.law.facts.cells import Sort

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor


def register_all() -> None:
    """Show the directory to everybody, and submissions to those concerned."""
    register_entry(Entry(_("Key directory"), "hub:nodes", order=20))
    register_entry(Entry(_("Published directory"), "hub:edition", Contacts.CONTACTS_VIEW, order=62))
    register_entry(Entry(_("Submissions"), "hub:submissions", Permission.SUBMISSIONS_VIEW, order=30))
    register_entry(Entry(_("Continuity"), "hub:continuity", Permission.CONTINUITY_VIEW, order=40))
    register_entry(Entry(_("Decision tree"), "hub:trees", Permission.TREES_VIEW, order=35))
    register_entry(Entry(_("Editors"), "hub:editors", Permission.EDITORS, order=78))
    register_work(work)


def work(actor: Actor, now: datetime) -> Work:
    """Return what waits for this member of the secretariat.

    Submissions, offers, entries, facts, laws and trees: six queries.
    """
    del now
    found = Work()
    if actor.has(Role.REVIEWER) and not actor.has(*STAFF):
        found.waits += _to_comment(actor)
    if access.may(actor, Permission.DECIDE):
        found.waits += [
            WorkItem(
                reference=one.about or one.kind,
                url=reverse("hub:submission", args=[one.pk]),
                what=_("Publish what another member reviewed") if one.state == "reviewed" else _("Review a submission"),
                detail=title_of(one),
            )
            for one in queries.waiting_submissions(actor)
        ]
        found.waits += [
            WorkItem(
                reference=one.authority.place,
                url=reverse("directory:authority", args=[one.authority_id]),
                what=_("Compare an entry of the directory with its source and publish it"),
            )
            for one in all_waiting().exclude(proposed_by_id=actor.officer_id)
        ]
        found.waits += [
            WorkItem(
                reference=one.cells.get("place", ""),
                url=reverse("directory:fact", args=[one.fact_id]),
                what=_("Compare a fact with its source and publish it"),
                detail=SORTS[Sort(one.fact.sort)],
            )
            for one in fact_queries.all_waiting().exclude(proposed_by_id=actor.officer_id)
        ]
        found.waits += [
            WorkItem(
                reference=one.of_state,
                url=reverse("hub:offer", args=[one.pk]),
                what=_("Look at a law or digest that a State offers"),
                detail=one.title,
            )
            for one in queries.offers_to_decide(actor)
        ]
        found.waits += _trees(actor)
        found.waits += [
            WorkItem(
                reference=one.law.place,
                url=reverse("hub:passed-on"),
                what=_("Compare the text of a law with its source and pass it on"),
                detail=one.law.title,
            )
            for one in (queries.versions_to_pass_on() if is_on() else ())
            if one.entered_by_id != actor.officer_id
        ]
    return found


def _trees(actor: Actor) -> list[WorkItem]:
    """Return the decision trees that wait for another member than brought them."""
    return [
        WorkItem(
            reference=one.version,
            url=reverse("hub:tree", args=[one.pk]),
            what=_("Look at a decision tree of channels and publish it"),
        )
        for one in queries.trees_to_decide(actor)
    ]


def _to_comment(actor: Actor) -> list[WorkItem]:
    """Return what waits for a decision of others, for a reviewer who says what he sees."""
    return [
        WorkItem(
            reference=one.about or one.kind,
            url=reverse("hub:submission", args=[one.pk]),
            what=_("Read a submission and say what you see"),
            detail=title_of(one),
        )
        for one in queries.waiting_submissions(actor)
    ]
