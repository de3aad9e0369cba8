"""What the directory writes into the audit log, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

AUDIT: Final[dict[str, Words]] = {
    "directory.entry.proposed": _("Entry of the directory written"),
    "directory.entry.published": _("Entry of the directory published by a second officer"),
    "directory.entry.declined": _("Entry of the directory declined by a second officer"),
    "directory.fact.proposed": _("Fact about a treaty or a State written"),
    "directory.fact.published": _("Fact about a treaty or a State published by a second officer"),
    "directory.fact.declined": _("Fact about a treaty or a State declined by a second officer"),
    "directory.tree.taken": _("Decision tree of channels taken from the hub"),
    "directory.authority.confirmed": _("Authority in the directory confirmed as still right"),
}
