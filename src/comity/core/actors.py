"""Who does something: an officer with the roles in force now, or a named part of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from django.utils import timezone

from comity.core.roles import SEES_CASES, Role
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest

    from comity.core.officers.models import Officer
    from comity.core.programs.models import Program

_CACHE = "_comity_actor"


class ActorError(ComityError):
    """The system, or nobody, where a person is needed: a mistake in the program."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Required by every action; the system is an actor too, and nobody is none."""

    kind: Literal["officer", "system", "nobody", "program"]
    officer_id: UUID | None
    name: str
    roles: frozenset[Role] = frozenset()
    language: str = "en"
    stands_in_for: tuple[UUID, ...] = ()
    mail_refused: bool = False  # the home page says so, without looking it up
    reads_contacts: bool = False  # of a program: whether it may read how authorities are reached

    @classmethod
    def system(cls, name: str) -> Self:
        """Return the actor for work that no person does at that moment: `Actor.system("exchange.send")`."""
        return cls(kind="system", officer_id=None, name=name)

    @classmethod
    def nobody(cls) -> Self:
        """Return the actor of a request without sign-in: may do nothing that asks for a permission."""
        return cls(kind="nobody", officer_id=None, name="")

    @classmethod
    def of_officer(cls, officer: Officer, day: date | None = None) -> Self:
        """Return the actor an officer is today: the roles two people granted and nobody revoked, whom he stands in for.

        `day` is another day than today.
        """
        roles, away = officer.standing_on(day or timezone.localdate()) if officer.is_active else (frozenset(), ())
        return cls(
            kind="officer",
            officer_id=officer.id,
            name=officer.name,
            roles=roles,
            language=officer.language,
            stands_in_for=away,
            mail_refused=officer.mail_refused,
        )

    @classmethod
    def of_program(cls, program: Program) -> Self:
        """Return the actor of a program that showed its token: it has no role, and reads what is meant for programs."""
        return cls(kind="program", officer_id=None, name=str(program.pk), reads_contacts=program.contacts)

    @property
    def is_program(self) -> bool:
        """Whether this is another program that reads here."""
        return self.kind == "program"

    @property
    def is_officer(self) -> bool:
        """Whether this is a person who signed in."""
        return self.kind == "officer"

    @property
    def is_system(self) -> bool:
        """Whether this is a part of the system."""
        return self.kind == "system"

    def person(self) -> UUID:
        """Return the officer's id; ActorError `E_ACTOR` for the system and for nobody."""
        if self.officer_id is None:
            raise ActorError("E_ACTOR", "only a person can do this")
        return self.officer_id

    @property
    def sees_cases(self) -> bool:
        """Whether any case can ever be shown to this actor."""
        return bool(self.roles & SEES_CASES) and Role.ADMINISTRATOR not in self.roles

    @property
    def subject(self) -> str:
        """How the audit log names this actor: `officer:<uuid>` or `system:<name>`."""
        return f"officer:{self.officer_id}" if self.is_officer else f"{self.kind}:{self.name}"

    def has(self, *roles: Role) -> bool:
        """Return whether the actor holds one of `roles`."""
        return not self.roles.isdisjoint(roles)


def set_actor(request: HttpRequest, actor: Actor) -> None:
    """Say who is behind a request that came without a session."""
    setattr(request, _CACHE, actor)


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request; looked up once per request."""
    known: Actor | None = getattr(request, _CACHE, None)
    if known is None:
        user = getattr(request, "user", None)
        known = Actor.of_officer(user) if user is not None and user.is_authenticated else Actor.nobody()
        setattr(request, _CACHE, known)
    return known
