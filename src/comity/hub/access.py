"""The permissions of the hub: States' editors submit, two of the secretariat's staff decide."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.access import Allowed, Decision, Denied, Policy
from comity.core.roles import Role
from comity.hub.models import Editor

if TYPE_CHECKING:
    from comity.core.actors import Actor

STAFF = (Role.ADMINISTRATOR, Role.HEAD)
READERS = (*STAFF, Role.REVIEWER)  # a reviewer of the secretariat sees and comments, and decides nothing


class Permission(StrEnum):
    """What can be done at the hub."""

    SUBMISSIONS_VIEW = "hub:submissions:view"
    SUBMIT = "hub:submission:submit"
    DECIDE = "hub:submission:decide"
    EDITORS = "hub:editors:name"
    CONTINUITY_VIEW = "hub:continuity:view"
    AVAILABILITY_SAY = "hub:availability:say"
    PASSED_ON_VIEW = "hub:passed-on:view"
    COMMENT = "hub:comment:write"
    OFFERS_VIEW = "hub:offers:view"
    OFFER_BRING = "hub:offer:bring"
    OFFER_DECIDE = "hub:offer:decide"
    LAW_PUBLISH = "hub:law:publish"
    TREES_VIEW = "hub:trees:view"
    TREE_BRING = "hub:tree:bring"
    TREE_DECIDE = "hub:tree:decide"


def edited_by(actor: Actor) -> str:
    """Return the State for which this officer submits, empty for none."""
    if actor.officer_id is None:
        return ""
    found = Editor.objects.filter(officer_id=actor.officer_id, ended_at__isnull=True).first()
    return found.state if found is not None else ""


def _reader_or_editor(actor: Actor, obj: Any) -> Decision:
    """The secretariat's staff and its reviewers; a State's editor, for that State."""
    return Allowed() if actor.has(*READERS) else _staff_or_editor(actor, obj)


def _staff_or_editor(actor: Actor, obj: Any) -> Decision:
    """The secretariat's staff; a State's editor, for that State."""
    if actor.has(*STAFF):
        return Allowed()
    state = edited_by(actor)
    if not state or (obj is not None and obj != state):
        return Denied(_("Only the secretariat, and a State's editor for that State, may do this."))
    return Allowed()


def _submitter(actor: Actor, obj: Any) -> Decision:
    """A State's part by that State's editor; root and list of States by the secretariat. `obj` is the State, or ''."""
    state = edited_by(actor)
    if obj is None:
        return Allowed() if state or actor.has(*STAFF) else Denied(_("You are no State's editor."))
    if obj == "":
        return Allowed() if actor.has(*STAFF) else Denied(_("Root and list of States are the secretariat's."))
    return Allowed() if obj == state else Denied(_("This is another State's part of the directory."))


def _editor(actor: Actor, obj: Any) -> Decision:
    """A State's editor."""
    del obj
    return Allowed() if edited_by(actor) else Denied(_("You are no State's editor."))


def _another_member(actor: Actor, obj: Any) -> Decision:
    """A member of the secretariat who neither submitted nor reviewed it."""
    if not actor.has(*STAFF):
        return Denied(_("Only the secretariat decides what is published."))
    if obj is not None and actor.officer_id in {obj.submitted_by_id, obj.reviewed_by_id}:
        return Denied(_("You had this in hand already; another member of the secretariat must decide."))
    return Allowed()


def _not_who_brought(refusal: Any) -> Policy:
    """A member of the secretariat who did not bring it; `refusal` is said to anybody else."""

    def rule(actor: Actor, obj: Any) -> Decision:
        if not actor.has(*STAFF):
            return Denied(refusal)
        if obj is not None and obj.brought_by_id == actor.officer_id:
            return Denied(_("You brought this; another member of the secretariat must decide."))
        return Allowed()

    return rule


def _second_member(actor: Actor, obj: Any) -> Decision:
    """A member of the secretariat who did not enter that version of the law."""
    if not actor.has(*STAFF):
        return Denied(_("Only the secretariat decides what is passed on."))
    if obj is not None and obj.entered_by_id == actor.officer_id:
        return Denied(_("You entered this text; another member of the secretariat compares it and passes it on."))
    return Allowed()


access.register(Permission.SUBMISSIONS_VIEW, _reader_or_editor)
access.register(Permission.SUBMIT, _submitter)
access.register(Permission.DECIDE, _another_member)
access.register(Permission.EDITORS, access.by_role(Role.ADMINISTRATOR))
access.register(Permission.CONTINUITY_VIEW, access.any_officer)
access.register(Permission.AVAILABILITY_SAY, _editor)
access.register(Permission.PASSED_ON_VIEW, access.any_officer)
access.register(Permission.COMMENT, access.by_role(*READERS))
access.register(Permission.OFFERS_VIEW, _reader_or_editor)
access.register(Permission.OFFER_BRING, _staff_or_editor)
access.register(Permission.OFFER_DECIDE, _not_who_brought(_("Only the secretariat decides what is taken in.")))
access.register(Permission.LAW_PUBLISH, _second_member)
access.register(Permission.TREES_VIEW, access.by_role(*READERS))
access.register(Permission.TREE_BRING, access.by_role(*STAFF))
access.register(Permission.TREE_DECIDE, _not_who_brought(_("Only the secretariat decides what is published.")))
