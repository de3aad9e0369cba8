"""What the library writes into the audit log, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

AUDIT: Final[dict[str, Words]] = {
    "library.document.loaded": _("Document loaded into the library"),
    "library.document.reread": _("Document of the library read again by a newer reader"),
    "library.search.saved": _("Search in the library saved"),
    "library.search.deleted": _("Saved search in the library deleted"),
    "library.unresolved.accepted": _("Piece of a document accepted as it stands"),
    "library.unresolved.corrected": _("Piece of a document given another kind"),
    "library.unresolved.assigned": _("Piece of a document assigned to a paragraph"),
    "library.law.reported": _("Law of a State entered"),
    "library.law.changed": _("New version of a law entered"),
    "library.law.confirmed": _("Law confirmed by its State"),
    "library.law.repealed": _("Law marked as repealed"),
    "library.offer.signed": _("Law or digest signed as a file for the hub"),
    "library.text.taken-back": _("Text taken out of the library"),
    "library.digest.submitted": _("Digest of a case given to a second person"),
    "library.digest.returned": _("Digest of a case given back to its writer"),
    "library.digest.published": _("Digest of a case published"),
    "library.digest.taken-over": _("Digest of a case taken over from the hub"),
    "library.digest.withdrawn": _("Digest of a case taken back"),
}
