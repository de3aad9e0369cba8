"""What codes say to people: tasks, lines of the timeline, states, results. English here, Chinese in the catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext, ngettext_lazy, pgettext
from django.utils.translation import gettext_lazy as _

from comity.exchange.models import BY_LETTER
from comity.kernel.clock import from_wire
from comity.kernel.errors import KernelError
from comity.law.handling import ASSURANCES
from comity.law.measures import STATE_TITLES
from comity.law.priority import LEVELS, Level
from comity.law.steps import STEPS
from comity.seal.checks import OWN_CLOCK
from comity.wire.kinds import KINDS as KINDS_OF_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.cases.models import Case

# What the steps of `comity.law.steps` do not say themselves.
# Translators: {state} is the short name of the other State, such as XB. Whose turn it is stands before the sentence.
TASKS: dict[str, Any] = {
    "revise_draft": _("Revise the draft as the reviewer asks."),
    "sign_decision": _("For the head: sign the decision proposed on the request of {state}, or return it."),
    "assign_measures": _("Give the accepted measures to an executing authority."),
    "review_postponed": _("Look again at what was postponed: take it up, or postpone it anew."),
    "confirm_separation": _("Confirm or decline that the joined cases are separated, before anything more is said."),
    "report_status": _("Tell {state} how far its request is."),
    "await_office": _("Wait for the office that was asked, and remind it when its time is over."),
    "check_office": _("Check what the office sent: only then is it evidence."),
    "record_result": _("Record the result of what the office sent."),
    "execute_measures": _("Execute what was accepted and report the results."),
    "deliver_results": _("Check the results and deliver them to {state}."),
}
# Translators: what is to be answered, first where we owe the answer, then where the other State does.
ANSWERS: dict[tuple[str, str], Any] = {
    ("reply_consultation", "ours"): _("Give your views to {state}, which thinks of refusing or postponing."),
    ("reply_consultation", "theirs"): _("{state} gives its views on what we think of refusing or postponing."),
    ("answer_costs", "ours"): _("Tell {state} who shall bear the costs."),
    ("answer_costs", "theirs"): _("{state} answers on who shall bear the costs."),
    ("answer_confidentiality", "ours"): _(
        "Tell {state} whether to go on although confidentiality cannot be kept, or withdraw the request."
    ),
    ("answer_confidentiality", "theirs"): _("{state} says whether we go on although confidentiality cannot be kept."),
    ("answer_lifting", "ours"): _("Tell {state} why the measure should stay in force, or that it may be lifted."),
    ("answer_lifting", "theirs"): _("{state} may say why the measure should stay in force."),
}
ARTICLES: dict[str, str] = {
    "reply_consultation": "46(26)",
    "answer_costs": "46(28)",
    "answer_confidentiality": "46(20)",
    "answer_lifting": "55(8)",
    "report_status": "46(24)",
    "review_postponed": "46(25)",
    "await_office": "46(24)",
    "record_result": "46(17)",
    "deliver_results": "46(19)",
    "execute_measures": "46(17)",
    "sign_decision": "46(23)",
}


def acted(name: str, away: str) -> str:
    """Return who acted, and for whom, where he stood in for an absent colleague."""
    # Translators: an officer who stands in for an absent colleague, such as "Rui for Dana".
    return gettext("%(officer)s for %(absent)s") % {"officer": name, "absent": away} if away else name


# Translators: the kinds of assistance of article 46(3) in one or two words, for lists.
KINDS: dict[str, Any] = {
    "STATEMENT": _("Statement"),
    "SERVICE": _("Service of documents"),
    "SEARCH_SEIZE_FREEZE": _("Search, seizure, freezing"),
    "EXAMINE": _("Examination of objects and sites"),
    "INFO_ITEMS_EXPERT": _("Information, items, experts"),
    "DOCUMENTS": _("Documents and records"),
    "TRACE_EVID": _("Tracing for evidence"),
    "APPEARANCE": _("Appearance of persons"),
    "OTHER": _("Other assistance"),
    "TRACE_RECOVERY": _("Tracing for recovery"),
    "ASSET_RECOVERY": _("Recovery of assets"),
}

# Translators: titles of the timeline, first as done by us, then as done by the other State.
LINES: dict[tuple[str, str], Any] = {
    ("draft_begun", "ours"): _("Draft begun"),
    ("review_asked", "ours"): _("Review asked for"),
    ("review_returned", "ours"): _("Returned by the reviewer"),
    ("review_approved", "ours"): _("Approved by the reviewer"),
    ("stage_approved", "ours"): _("Approved: {title}"),
    ("request_sent", "ours"): _("Signed and sent to {state}"),
    ("request_sent", "theirs"): _("Request of {state} arrived"),
    ("acknowledged", "ours"): _("Registered as {reference}"),
    ("acknowledged", "theirs"): _("Registered by {state} as {reference}"),
    ("translation_asked", "ours"): _("Translation asked for"),
    ("translation_submitted", "ours"): _("Translation handed in to be checked"),
    ("translation_returned", "ours"): _("Translation returned to the translator"),
    ("translation_approved", "ours"): _("Translation approved"),
    ("translation_reopened", "ours"): _("Translation taken up again"),
    ("translation_dropped", "ours"): _("Translation given up"),
    ("clarify_asked", "ours"): _("Asked {state} for missing items"),
    ("clarify_asked", "theirs"): _("{state} asked for missing items"),
    ("clarify_answered", "ours"): _("Answered the questions of {state}"),
    ("clarify_answered", "theirs"): _("{state} answered"),
    ("consulted", "ours"): _("Consultation recorded"),
    ("refusal_proposed", "ours"): _("Refusal proposed to the head"),
    ("proposal_returned", "ours"): _("Proposed decision returned by the head"),
    ("decided", "ours"): _("Decided"),
    ("decided", "theirs"): _("{state} decided"),
    ("assigned", "ours"): _("Given to an executing authority"),
    ("office_asked", "ours"): _("Asked of {office}, by a task sheet"),
    ("office_asked_again", "ours"): _("Asked once more of {office}"),
    ("office_answered", "ours"): _("{office} answered"),
    ("office_checked", "ours"): _("Answer of {office} checked"),
    ("office_withdrawn", "ours"): _("Withdrawn from {office}"),
    ("result_recorded", "ours"): _("Result recorded"),
    ("delivered", "ours"): _("Delivery {number} sent to {state}"),
    ("delivered", "theirs"): _("Delivery {number} of {state}"),
    ("confirmed", "ours"): _("Receipt of delivery {number} confirmed"),
    ("confirmed", "theirs"): _("{state} confirmed delivery {number}"),
    ("letter_posted", "ours"): _("Letter left for {state}"),
    ("status_asked", "ours"): _("Asked {state} how far the request is"),
    ("status_asked", "theirs"): _("{state} asked how far its request is"),
    ("status_reported", "ours"): _("Told {state} how far its request is"),
    ("status_reported", "theirs"): _("{state} reported how far our request is"),
    ("withdrawn", "ours"): _("Told {state} what is no longer needed"),
    ("withdrawn", "theirs"): _("{state} no longer needs some of what it asked"),
    ("closed", "ours"): _("Closed"),
    ("closed", "theirs"): _("{state} closed its case"),
    ("closed_before", "theirs"): _("{state} had closed its case before our supplementary request reached it"),
    ("matter_opened", "ours"): _("Asked {state}: {title}"),
    ("matter_opened", "theirs"): _("{state} asks: {title}"),
    ("matter_answered", "ours"): _("Answered {state}: {title}"),
    ("matter_answered", "theirs"): _("{state} answered: {title}"),
    ("notice", "ours"): _("Told {state}: {title}"),
    ("notice", "theirs"): _("{state} tells: {title}"),
    ("guard_overridden", "ours"): _("Went on without a step of article {article}"),
    ("put_to_head", "ours"): _("Put to the head: {title}"),
    ("conditions_offered", "ours"): _("Offered {state} assistance under conditions"),
    ("conditions_offered", "theirs"): _("{state} offers assistance under conditions"),
    ("conditions_accepted", "ours"): _("Accepted the conditions of {state}: they bind"),
    ("conditions_accepted", "theirs"): _("{state} accepted our conditions: they bind"),
    ("conditions_rejected", "ours"): _("Rejected the conditions of {state}"),
    ("conditions_rejected", "theirs"): _("{state} rejected our conditions"),
    ("postponed", "ours"): _("Postponed, to be looked at again on {until}"),
    ("postponed", "theirs"): _("{state} postponed, to be looked at again on {until}"),
    ("returned", "ours"): _("Returned to {state} unregistered, as {reference}"),
    ("returned", "theirs"): _("{state} returned the request unregistered"),
    ("referred", "ours"): _("Referred to another authority, as {reference}"),
    ("referred", "theirs"): _("{state} named another authority"),
    ("announced", "ours"): _("Announced orally to {state}"),
    ("announced", "theirs"): _("{state} announced a request orally"),
    ("lapsed", "ours"): _("Not confirmed in writing: lapsed"),
    ("draft_reopened", "ours"): _("Taken back into drafting"),
    ("draft_shared", "ours"): _("Draft {number} shown to {state}"),
    ("draft_recalled", "ours"): _("Draft recalled"),
    ("draft_commented", "theirs"): _("{state} commented on the draft"),
    ("supplemented", "ours"): _("Asked {state} for more"),
    ("supplemented", "theirs"): _("{state} asks for more"),
    ("original_came", "ours"): _("Original {number} came into our custody"),
    ("original_returned", "ours"): _("Original {number} returned"),
    ("original_destroyed", "ours"): _("Original {number} destroyed"),
    ("imported", "ours"): _("Taken over from a list of running cases"),
    ("discarded", "ours"): _("Draft given up"),
    ("handed_over", "ours"): _("Handed over from {giver} to {name}"),
    ("excluded", "ours"): _("{name} is excluded from this request"),
    ("exclusion_lifted", "ours"): _("{name} is no longer excluded from this request"),
    ("sealed", "ours"): _("Sealed: for its members and the head alone"),
    ("unsealed", "ours"): _("Seal lifted"),
    ("assured", "ours"): _("Assured {state}: {assurance}"),
    ("assured", "theirs"): _("{state} assured us: {assurance}"),
    ("assurance_kept", "ours"): _("Assurance kept: {assurance}"),
    ("level_set", "ours"): _("Priority set by hand: {level}"),
    ("level_taken_back", "ours"): _("Priority set by hand taken back"),
    ("moved", "ours"): _("Signed anew and sent to {state} by Comity: the request that left by letter on {until}"),
    ("move_asked", "theirs"): _("{state} sent a request that it says left by letter on {until}"),
    ("move_joined", "ours"): _("Joined with the request that came by letter, as {reference}"),
    ("separated", "ours"): _(
        "Separated from {beside}, the case of the letter; told {state} our new reference {reference}"
    ),
    ("written_again", "ours"): _("Separated from {beside}, with which it was joined by mistake on {until}"),
    ("move_declined", "ours"): _("Answered {state} that it goes on by letter"),
    ("decisions_told", "ours"): _("Told {state} once more, sealed, what was decided by letter"),
    ("move_agreed", "theirs"): _("{state} goes on by Comity, under {reference}"),
    ("stays_by_letter", "theirs"): _("Goes on by letter: {state} did not take it over"),
    ("officer_named", "ours"): _("{name} named to work on the case"),
}

# Translators: what a check of a signed package adds to its result.
DETAILS: dict[str, Any] = {
    "there is no letter": _("there is no letter"),
    "there is no time stamp: time unproved": _("there is no time stamp: time unproved"),
    "there is none": _("there is none"),
    "time unproved": _("time unproved"),
    "no time stamp authority is known": _("no time-stamp authority is known here"),
    "a time-stamping authority for demonstrations: time unproved": _(
        "the time-stamp authority is one for demonstrations: time unproved"
    ),
    "the signer's certificate does not lead to a known root, or not at that time: time unproved": _(
        "the time-stamp authority is not known here: time unproved"
    ),
}
DISCIPLINED = re.compile(r"ntp, at most (\d{1,12}) ms")
COUNTED_DETAILS: dict[str, Any] = {
    "members": ngettext_lazy("%(number)d part", "%(number)d parts", "number"),
    "keys": ngettext_lazy("%(number)d key", "%(number)d keys", "number"),
    "items": ngettext_lazy("%(number)d item", "%(number)d items", "number"),
}
STAMPED = "time stamp: "

RESULTS: dict[str, Any] = {
    "executed": _("Executed"),
    "executed_in_part": _("Executed in part"),
    "nothing_found": _("Nothing found"),
    "impossible": _("Impossible"),
    "in_part_more_to_come": _("In part, more to come"),
}


def labelled(label: str, text: str) -> str:
    """Return a text with its label before it, as the reader's language joins them."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def listed(texts: Iterable[str]) -> str:
    """Return texts in one line, as the reader's language separates them."""
    return pgettext("between the parts of a list", "; ").join(texts)


def task_text(case: Case, language: str) -> str:
    """Return what must be done next in a case, by whoever's turn it is."""
    step = STEPS[case.direction, case.step]
    if to_be_posted(case):
        return gettext("Post the letter to %(state)s and record how it left.") % {"state": case.counterpart_state}
    own = TASKS.get(case.turn_task) or ANSWERS.get((case.turn_task, case.turn_side))
    own = own if case.turn_task != step.task else None
    text = str(own) if own else step.next.get(language)
    return text.format(state=case.counterpart_state or "–")


def to_be_posted(case: Case) -> bool:
    """Return whether the next step is to post our signed request: no node hands it over."""
    return case.turn_task == "watch_delivery" and case.counterpart.startswith(BY_LETTER)


def task_article(case: Case) -> str:
    """Return the article behind the next step."""
    step = STEPS[case.direction, case.step]
    return step.article if case.turn_task == step.task else ARTICLES.get(case.turn_task, "")


def kinds_text(kinds: str) -> str:
    """Return the kinds of a case, which its column keeps with bars between, in short words."""
    return listed(str(KINDS[kind]) for kind in kinds.strip("|").split("|") if kind in KINDS)


def check_detail(detail: str) -> str:
    """Return what a check of `comity.seal` adds to its result, in the reader's language where it is made of words."""
    if detail in DETAILS:
        return str(DETAILS[detail])
    disciplined = DISCIPLINED.fullmatch(detail)
    if disciplined:
        return gettext("by network time, wrong by at most %(error)s ms") % {"error": disciplined[1]}
    first, _space, last = detail.partition(" ")
    if first.isdecimal() and last in COUNTED_DETAILS:
        return str(COUNTED_DETAILS[last] % {"number": int(first)})
    if first != "until":
        return detail
    try:
        at = timezone.localtime(from_wire(last))
    except KernelError:
        return detail
    return gettext("until %(time)s") % {"time": formats.date_format(at, "DATETIME_FORMAT")}


def time_source(source: str) -> str:
    """Return by whose clock a signature names its time, in the reader's language."""
    name = source.removeprefix(STAMPED)
    if name != source:
        return gettext("time stamp: %(name)s") % {"name": name}
    return gettext("own clock") if source == OWN_CLOCK else source


def state_text(state: str, language: str) -> str:
    """Return the state of a measure in words."""
    found = STATE_TITLES.get(state)
    return found.get(language) if found else state


def line_title(code: str, lane: str, state: str, params: Mapping[str, Any]) -> str:
    """Return the title of one line of the timeline."""
    found = LINES.get((code, lane)) or LINES.get((code, "ours")) or code
    if "kind" in params:
        params = {**params, "title": KINDS_OF_MESSAGE[params["kind"]].title.get(get_language() or "en")}
    if "names" in params:
        names = params["names"]
        params = {**params, "title": names["zh-hans" if (get_language() or "en").startswith("zh") else "en"]}
    if params.get("level") in set(Level):
        params = {**params, "level": LEVELS[Level(params["level"])].get(get_language() or "en")}
    if params.get("assurance") in ASSURANCES:
        params = {**params, "assurance": ASSURANCES[params["assurance"]].title.get(get_language() or "en")}
    if day := parse_date(str(params.get("until", ""))):
        params = {**params, "until": formats.date_format(day)}
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
