"""What pages show of the comparison of a letter with the data in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.letters.agreement import Agreement, Outcome
from comity.core.parts import Checked, ProofCheck

if TYPE_CHECKING:
    from comity.cases.models import Case

RESULTS = {Outcome.AGREES: Checked.PASSED, Outcome.DIFFERS: Checked.FAILED, Outcome.NOT_MADE: Checked.NOT_MADE}
REASONS: dict[str, Any] = {
    "size": gettext_lazy("the letter is larger than what is compared"),
    "unreadable": gettext_lazy("its text could not be taken out"),
    "version": gettext_lazy("the letter was made by another program or version"),
    "font": gettext_lazy("a font that it needs is missing here"),
    "data": gettext_lazy("the data could not be printed"),
}


def of_case(case: Case) -> Agreement | None:
    """Return what came of the comparison of the letter of a case; None where it was not made yet."""
    letter = getattr(case, "letter", None)
    if letter is None or not letter.agreement:
        return None
    return Agreement.from_json(letter.agreement)


def check_of(case: Case) -> ProofCheck:
    """Return the comparison as a line of the proof panel."""
    label, found = _("The text of the letter says what its data says"), of_case(case)
    if found is None:
        return ProofCheck(label, Checked.NOT_MADE, _("waits for its turn"))
    detail = str(REASONS.get(found.reason, ""))
    if found.outcome is Outcome.AGREES:
        detail = _("the same pages, byte for byte") if found.exact else _("the same text; its look was not compared")
    if found.outcome is Outcome.DIFFERS:
        detail = _("see what differs on the page of the message")
    return ProofCheck(label, RESULTS[found.outcome], detail)
