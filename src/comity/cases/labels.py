"""What codes say to people: tasks, lines of the timeline, states, results. English here, Chinese in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

# Translators: {state} is the short name of the other State, such as XB. Whose turn it is stands before the sentence.
TASKS: dict[str, Any] = {
    "complete_draft": _("Complete the draft, then ask for review"),
    "revise_draft": _("Revise the draft as the reviewer asks"),
    "review_draft": _("Review the draft: approve it, or return it with notes"),
    "sign_request": _("Sign the approved request and send it to {state}"),
    "register_request": _("Register the request from {state} and acknowledge it"),
    "examine_request": _("Examine the request: ask for what is missing, or decide"),
    "answer_questions": _("Answer the questions of {state}"),
    "decide_measures": _("Decide on what {state} asks for"),
    "issue_refusal": _("Decide whether to issue the proposed refusal"),
    "assign_measures": _("Give the accepted measures to an executing authority"),
    "execute_measures": _("Execute the assigned measures and report the results"),
    "deliver_results": _("Deliver the results to {state}"),
    "confirm_delivery": _("Check what {state} delivered and confirm its receipt"),
    "report_status": _("Tell {state} how far its request is"),
    "close_case": _("Close the case"),
    "none": _("Nothing is left to do"),
}
THEIR_TASKS: dict[str, Any] = {
    "register_request": _("{state} registers our request and acknowledges it"),
    "examine_request": _("{state} examines our request"),
    "answer_questions": _("{state} answers our questions"),
    "execute_measures": _("{state} executes what it accepted"),
    "confirm_delivery": _("{state} confirms the receipt of our delivery"),
    "report_status": _("{state} tells us how far our request is"),
    "close_case": _("{state} reads the results and closes its case"),
}
ARTICLES: dict[str, str] = {
    "answer_questions": "46(16)",
    "examine_request": "46(15)",
    "decide_measures": "46(21)",
    "issue_refusal": "46(23)",
    "report_status": "46(24)",
    "confirm_delivery": "46(19)",
}

# Translators: titles of the timeline, first as done by us, then as done by the other State.
LINES: dict[tuple[str, str], Any] = {
    ("draft_begun", "ours"): _("Draft begun"),
    ("review_asked", "ours"): _("Review asked for"),
    ("review_returned", "ours"): _("Returned by the reviewer"),
    ("review_approved", "ours"): _("Approved by the reviewer"),
    ("request_sent", "ours"): _("Signed and sent to {state}"),
    ("request_sent", "theirs"): _("Request of {state} arrived"),
    ("acknowledged", "ours"): _("Registered as {reference}"),
    ("acknowledged", "theirs"): _("Registered by {state} as {reference}"),
    ("clarify_asked", "ours"): _("Asked {state} for missing items"),
    ("clarify_asked", "theirs"): _("{state} asked for missing items"),
    ("clarify_answered", "ours"): _("Answered the questions of {state}"),
    ("clarify_answered", "theirs"): _("{state} answered"),
    ("consulted", "ours"): _("Consultation recorded"),
    ("refusal_proposed", "ours"): _("Refusal proposed to the head"),
    ("decided", "ours"): _("Decided"),
    ("decided", "theirs"): _("{state} decided"),
    ("assigned", "ours"): _("Given to an executing authority"),
    ("result_recorded", "ours"): _("Result recorded"),
    ("delivered", "ours"): _("Delivery {number} sent to {state}"),
    ("delivered", "theirs"): _("Delivery {number} of {state}"),
    ("confirmed", "ours"): _("Receipt of delivery {number} confirmed"),
    ("confirmed", "theirs"): _("{state} confirmed delivery {number}"),
    ("status_asked", "ours"): _("Asked {state} how far the request is"),
    ("status_asked", "theirs"): _("{state} asked how far its request is"),
    ("status_reported", "ours"): _("Told {state} how far its request is"),
    ("status_reported", "theirs"): _("{state} reported how far our request is"),
    ("withdrawn", "ours"): _("Told {state} what is no longer needed"),
    ("withdrawn", "theirs"): _("{state} no longer needs some of what it asked"),
    ("closed", "ours"): _("Closed"),
    ("closed", "theirs"): _("{state} closed its case"),
    ("discarded", "ours"): _("Draft given up"),
    ("officer_named", "ours"): _("{name} named to work on the case"),
}

MEASURE_STATES: dict[str, Any] = {
    "asked": pgettext_lazy("measure", "asked"),
    "info_requested": pgettext_lazy("measure", "missing items asked"),
    "conditions_offered": pgettext_lazy("measure", "conditions offered"),
    "accepted": pgettext_lazy("measure", "accepted"),
    "postponed": pgettext_lazy("measure", "postponed"),
    "in_execution": pgettext_lazy("measure", "in execution"),
    "results_at_ca": pgettext_lazy("measure", "results at the central authority"),
    "delivered_in_part": pgettext_lazy("measure", "delivered in part"),
    "executed": pgettext_lazy("measure", "executed"),
    "executed_in_part": pgettext_lazy("measure", "executed in part"),
    "nothing_found": pgettext_lazy("measure", "nothing found"),
    "impossible": pgettext_lazy("measure", "impossible"),
    "refused": pgettext_lazy("measure", "refused"),
    "withdrawn": pgettext_lazy("measure", "withdrawn"),
}
RESULTS: dict[str, Any] = {
    "executed": _("Executed"),
    "executed_in_part": _("Executed in part"),
    "nothing_found": _("Nothing found"),
    "impossible": _("Impossible"),
    "in_part_more_to_come": _("In part, more to come"),
}
OUTCOMES: dict[str, Any] = {
    "open": _("open"),
    "executed": _("executed"),
    "executed_in_part": _("executed in part"),
    "not_executed": _("not executed"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
}
FUNCTIONS: dict[str, Any] = {
    "drafter": _("Drafter"),
    "reviewer": _("Reviewer"),
    "head": _("Head"),
    "registry": _("Registry"),
    "case_officer": _("Case officer"),
    "translator": _("Translator"),
    "executing_authority": _("Executing authority"),
}
STAGES: dict[str, Any] = {
    "investigation": _("Investigation"),
    "prosecution": _("Prosecution"),
    "judicial_proceeding": _("Judicial proceeding"),
}


def task_text(task: str, side: str, state: str) -> str:
    """Return what must be done, by whoever's turn it is."""
    table = TASKS if side == "ours" else THEIR_TASKS
    found = table.get(task) or TASKS.get(task) or TASKS["none"]
    return str(found).format(state=state or "–")


def line_title(code: str, lane: str, state: str, params: Mapping[str, Any]) -> str:
    """Return the title of one line of the timeline."""
    found = LINES.get((code, lane)) or LINES.get((code, "ours")) or code
    return str(found).format_map(_Params(params, state=state or "–"))


class _Params(dict[str, Any]):
    """Values of a sentence; one that an old row lacks is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


COUNTED: dict[str, Any] = {
    "items": ngettext_lazy("%(number)d item", "%(number)d items", "number"),
    "measures": ngettext_lazy("%(number)d measure", "%(number)d measures", "number"),
    "files": ngettext_lazy("%(number)d file", "%(number)d files", "number"),
    "accepted": ngettext_lazy("%(number)d measure accepted", "%(number)d measures accepted", "number"),
    "refused": ngettext_lazy("%(number)d measure refused", "%(number)d measures refused", "number"),
}


def counted(code: str, number: int) -> str:
    """Return a counted thing: `3 items`, `1 measure`, `2 files`."""
    return str(COUNTED[code] % {"number": number})
