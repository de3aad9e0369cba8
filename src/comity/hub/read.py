"""Words and shapes for the pages of the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.core.parts import Status, Tone
from comity.hub.models import Reach

if TYPE_CHECKING:
    from comity.core.parts import Words
    from comity.hub.models import Submission

KINDS: Final[dict[str, Words]] = {
    "root": _("root of the directory"),
    "targets": _("list of States"),
    "state": _("a State's nodes"),
}
STATUSES: Final[dict[str, Status]] = {
    "submitted": Status(_("waits for review"), Tone.WAITING),
    "reviewed": Status(_("reviewed, waits for publication"), Tone.WAITING),
    "published": Status(_("published"), Tone.DONE),
    "returned": Status(_("returned with a reason"), Tone.REFUSED),
}
OFFERS: Final[dict[str, Status]] = {
    "waiting": Status(_("waits for the secretariat"), Tone.WAITING),
    "taken": Status(_("taken into the library"), Tone.DONE),
    "returned": Status(_("returned with a reason"), Tone.REFUSED),
}
OFFER_KINDS: Final[dict[str, Words]] = {"law": _("Law of a State"), "digest": _("Digest of a case")}
OFFER_REFUSED: Final[dict[str, Words]] = {
    "E_SENDER": _("No node that its State lists in the key directory signed it, or it is the law of another State."),
    "E_SIGNATURE": _("It was changed after it was signed, or signed with other keys than those that are listed."),
    "E_DIGEST": _("A text in it is not the one that was signed for."),
    "E_OFFER": _("The library has all of it already, or the same file was brought before. Nothing was changed."),
}
NO_OFFER: Final[Words] = _(
    "This is no law or digest as a node signs it for the hub. Bring the file whole and as it is."
)
TREES: Final[dict[str, Status]] = {
    "waiting": Status(_("waits for another member of the secretariat"), Tone.WAITING),
    "published": Status(_("published"), Tone.DONE),
    "returned": Status(_("returned with a reason"), Tone.REFUSED),
}
TREE_REFUSED: Final[dict[str, Words]] = {
    "E_TREE_VERSION": _(
        "A tree of this version was brought before, or the version is longer than 80 characters. Give it a version of "
        "its own: advice that is kept with a case names it."
    ),
    "E_TREE_DIRECTORY": _("The key directory was not founded yet; nodes could not know by whom the tree is signed."),
}
REACHES: Final[dict[str, Status]] = {
    Reach.NORMAL: Status(_("works normally"), Tone.DONE),
    Reach.REDUCED: Status(_("works with delays"), Tone.WAITING),
    Reach.CLOSED: Status(_("cannot be reached"), Tone.REFUSED),
}
SENTENCES: Final[dict[str, Words]] = {
    "E_DIRECTORY_BACK": _("This is not the next version. Draft it anew with the number after the one published."),
    "E_DIRECTORY_SIGNATURE": _("It is not signed by enough of those who must sign it. Complete the signatures."),
    "E_DIRECTORY_DIGEST": _("The key files in it are not those that were signed for. Draft and sign it anew."),
    "E_DIRECTORY_FOREIGN": _("It lists a node of another State, or a name that another State lists already."),
}
OTHERWISE: Final[Words] = _("This is not a whole signed directory file, as comity key-directory writes it.")


def title_of(submission: Submission) -> Words:
    """Return what was submitted, in words."""
    return KINDS.get(submission.kind, submission.kind)


def explain(code: str) -> Words:
    """Return why a directory file is not taken."""
    return SENTENCES.get(code, OTHERWISE)
