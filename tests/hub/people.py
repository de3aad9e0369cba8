"""The people of a hub."""

from __future__ import annotations

from comity.core.actors import Actor
from comity.core.roles import Role
from comity.hub import actions
from tests.builders.keys import NOW
from tests.builders.people import an_officer


def staff(login: str, role: Role = Role.ADMINISTRATOR) -> Actor:
    """A member of the secretariat."""
    return Actor.of_officer(an_officer(login, [role], name=login.title()))


def editor(login: str, state: str, by: Actor) -> Actor:
    """An editor of a State."""
    officer = an_officer(login, name=login.title())
    actions.name_editor(actor=by, officer=officer, state=state, now=NOW)
    return Actor.of_officer(officer)
