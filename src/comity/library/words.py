"""What the library writes into the audit log, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

AUDIT: Final[dict[str, Words]] = {
    "library.document.loaded": _("Document loaded into the library"),
    "library.unresolved.accepted": _("Piece of a document accepted as it stands"),
    "library.unresolved.corrected": _("Piece of a document given another kind"),
    "library.unresolved.assigned": _("Piece of a document assigned to a paragraph"),
}
