"""The roles inside an authority, and which of them ever see a case."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Role(StrEnum):
    """What an officer does in the authority. The same names in code, pages, tests and demonstrations."""

    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    HEAD = "head"
    REGISTRY = "registry"
    CASE_OFFICER = "case_officer"
    TRANSLATOR = "translator"
    EXECUTING_AUTHORITY = "executing_authority"
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str | Promise:
        """The role's name for people."""
        return LABELS[self]

    @property
    def description(self) -> str | Promise:
        """What the role does, in one sentence."""
        return DESCRIPTIONS[self]


LABELS: Final[dict[Role, str | Promise]] = {
    Role.DRAFTER: _("Drafter"),
    Role.REVIEWER: _("Reviewer"),
    Role.HEAD: _("Head of the authority"),
    Role.REGISTRY: _("Registry"),
    Role.CASE_OFFICER: _("Case officer"),
    Role.TRANSLATOR: _("Translator"),
    Role.EXECUTING_AUTHORITY: _("Executing authority"),
    Role.STATISTICIAN: _("Statistician"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

DESCRIPTIONS: Final[dict[Role, str | Promise]] = {
    Role.DRAFTER: _("Writes outgoing requests: an investigator or a prosecutor."),
    Role.REVIEWER: _("Reads drafts before they are signed: a lawyer of the central authority."),
    Role.HEAD: _("Signs requests and decisions, and approves roles."),
    Role.REGISTRY: _("Registers what arrives and names the case officer."),
    Role.CASE_OFFICER: _("Examines and executes incoming requests and follows outgoing ones."),
    Role.TRANSLATOR: _("Translates the papers of the cases assigned to them."),
    Role.EXECUTING_AUTHORITY: _("Executes measures: police, prosecutor, court or asset office."),
    Role.STATISTICIAN: _("Reads figures and codes, never a case."),
    Role.AUDITOR: _("Reads the audit log and verifies it."),
    Role.ADMINISTRATOR: _("Manages officers, keys and peers, and sees no case."),
}

SEES_CASES: Final = frozenset({
    Role.DRAFTER, Role.REVIEWER, Role.HEAD, Role.REGISTRY, Role.CASE_OFFICER, Role.TRANSLATOR,
    Role.EXECUTING_AUTHORITY,
})  # fmt: skip
"""Roles that may ever be a member of a case. An administrator can hold none of them."""
