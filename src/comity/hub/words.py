"""What the hub writes into the audit log, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

AUDIT: Final[dict[str, Words]] = {
    "hub.availability.said": _("Availability of an authority said"),
    "hub.comment.written": _("Comment of the secretariat written"),
    "hub.edition.published": _("Directory of authorities published as a signed file"),
    "hub.editor.ended": _("Account no longer submits for its State"),
    "hub.editor.named": _("Account named as a State's editor"),
    "hub.law.passed-on": _("Text of a law passed on to nodes"),
    "hub.offer.brought": _("Law or digest offered by a State brought"),
    "hub.offer.returned": _("Law or digest offered by a State returned"),
    "hub.offer.taken": _("Law or digest offered by a State taken into the library"),
    "hub.submission.published": _("Part of the key directory published"),
    "hub.submission.returned": _("Part of the key directory returned to who submitted it"),
    "hub.submission.reviewed": _("Part of the key directory reviewed"),
    "hub.submission.submitted": _("Part of the key directory submitted"),
    "hub.tree.brought": _("Decision tree of channels brought"),
    "hub.tree.published": _("Decision tree of channels published"),
    "hub.tree.returned": _("Decision tree of channels returned"),
}
