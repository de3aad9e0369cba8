"""The access engine: names of permissions, one policy each, and everything not allowed is refused.

An app declares its permissions in a StrEnum (`cases:request:send`) and registers a policy for each when it is
ready. A policy answers `Allowed()` or `Denied(reason)`. It is asked twice: without an object, when an address is
reached ("could this actor ever?"), and by the action with the object. There is no bypass for anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from comity.core.actors import Actor
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from enum import StrEnum

    from django.utils.functional import Promise

    from comity.core.roles import Role


@dataclass(frozen=True, slots=True)
class Allowed:
    """The actor may."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """The actor may not; `reason` is a sentence for people, `article` the rule it rests on, if it is one of law."""

    reason: str | Promise
    article: str = ""

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied
Policy = Callable[[Actor, Any], Decision]
View = TypeVar("View", bound=Callable[..., Any])

_POLICIES: Final[dict[str, Policy]] = {}
NEEDS: Final = "comity_needs"


class AccessDenied(ComityError):  # noqa: N818 (it says what happened; everybody knows it by this name)
    """Inside the actor's reach, but not permitted: answered with 403 and the reason. Code `E_ACCESS`."""

    def __init__(self, permission: str, denied: Denied) -> None:
        super().__init__("E_ACCESS", permission)
        self.permission = permission
        self.denied = denied


class UnknownPermissionError(ComityError):
    """A permission that nobody registered, or one registered twice: a mistake in the program."""


def register(permission: StrEnum, policy: Policy) -> None:
    """Give `permission` its policy. Called from `AppConfig.ready`; a second policy for one name is refused."""
    if _POLICIES.setdefault(permission.value, policy) is not policy:
        raise UnknownPermissionError("E_PERMISSION", f"registered twice: {permission.value}")


def is_registered(permission: str) -> bool:
    """Return whether a policy stands for this name."""
    return str(permission) in _POLICIES


def registered() -> tuple[str, ...]:
    """Return every permission known, in order: for the table of permissions and its test."""
    return tuple(sorted(_POLICIES))


def decide(actor: Actor, permission: StrEnum, obj: object = None) -> Decision:
    """Ask the policy. `obj` None asks whether the actor could do this to any object at all.

    Raises:
        UnknownPermissionError: for a name without a policy; nothing is allowed or denied by silence.
    """
    policy = _POLICIES.get(permission.value)
    if policy is None:
        raise UnknownPermissionError("E_PERMISSION", f"nobody registered {permission.value}")
    decision = policy(actor, obj)
    if not isinstance(decision, Allowed | Denied):
        raise UnknownPermissionError("E_PERMISSION", f"the policy of {permission.value} did not decide")
    return decision


def may(actor: Actor, permission: StrEnum, obj: object = None) -> bool:
    """Return whether `decide` allows it: to leave out of a page what the reader cannot do."""
    return isinstance(decide(actor, permission, obj), Allowed)


def require(actor: Actor, permission: StrEnum, obj: object = None) -> None:
    """Return if the actor may; otherwise raise AccessDenied with the reason."""
    decision = decide(actor, permission, obj)
    if isinstance(decision, Denied):
        raise AccessDenied(permission.value, decision)


def by_role(*roles: Role) -> Policy:
    """Return the policy "an officer with one of these roles", whatever the object."""
    wanted = frozenset(roles)

    def policy(actor: Actor, obj: object) -> Decision:
        del obj
        if actor.is_officer and actor.roles & wanted:
            return Allowed()
        return Denied(_("Your roles do not include one that may do this."))

    return policy


def any_officer(actor: Actor, obj: object) -> Decision:
    """Allow every officer who signed in; for pages that concern nobody but oneself."""
    del obj
    return Allowed() if actor.is_officer else Denied(_("Sign in first."))


def needs(*permissions: StrEnum) -> Callable[[View], View]:
    """Declare what a view needs; the middleware refuses whoever could never have it, before the view runs.

    With several permissions one is enough to enter; the actions inside ask for theirs.
    """
    if not permissions:
        raise UnknownPermissionError("E_PERMISSION", "a view must name what it needs")

    def mark(view: View) -> View:
        setattr(view, NEEDS, permissions)
        return view

    return mark
