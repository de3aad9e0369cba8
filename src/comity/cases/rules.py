"""Pure rules of casework: search words, merging two authors' texts, four eyes.

No clock and no database. What the Convention demands stands in `comity.law`; these are rules of good keeping.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from comity.kernel import strictjson
from comity.kernel.errors import ComityError
from comity.law import guards
from comity.law.contents import blocking
from comity.law.measures import STATE_OF_RESULT, phase
from comity.law.reading import says_something

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MAX_TERM = 40
MAX_TERMS = 200
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+")


class CaseworkError(ComityError):
    """An act that the rules of casework do not allow as things stand."""


def search_terms(*texts: str) -> list[str]:
    """Return the words by which a text is found, sorted: case-folded words, and pairs of Chinese characters."""
    found: set[str] = set()
    for text in texts:
        normal = unicodedata.normalize("NFKC", text).casefold()
        for word in _WORD.findall(normal):
            for run in re.split(f"({_CJK.pattern}+)", word):
                if not run:
                    continue
                if _CJK.match(run):
                    found.update(run[i : i + 2] for i in range(len(run)))
                else:
                    found.add(run[:MAX_TERM])
    return sorted(found)[:MAX_TERMS]


def query_terms(text: str) -> list[str]:
    """Return the beginnings of words that a search asks for; a Chinese text asks for its pairs of characters."""
    terms = search_terms(text)
    return [
        term
        for term in terms
        if not (len(term) == 1 and _CJK.match(term) and any(t != term and term in t for t in terms))
    ]


def merge_shown(stored: Mapping[str, Any], posted: Mapping[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """Return the new data of a section: what was shown is replaced, what was not shown stays as it stood."""
    return {**stored, **{name: posted[name] for name in shown if name in posted}}


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which two texts differ, sorted; a missing field counts as empty."""
    names = set(before) | set(after)
    return sorted(name for name in names if _blank(before.get(name)) != _blank(after.get(name)))


def _blank(value: Any) -> Any:
    return None if value in ("", [], {}, None, False) else value


def three_way(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Return the fields that both authors changed to different texts since `base`: those a person must settle."""
    by_me, by_them = set(changed_fields(base, mine)), set(changed_fields(base, theirs))
    return sorted(name for name in by_me & by_them if _blank(mine.get(name)) != _blank(theirs.get(name)))


def digest(request: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a request in canonical form (RFC 8785): what was approved must be what is signed."""
    return hashlib.sha256(strictjson.dumps(dict(request))).hexdigest()


def check_approver(approver: object, authors: Iterable[object]) -> None:
    """Raise CaseworkError `E_FOUR_EYES` if the reviewer wrote part of the draft."""
    if approver in set(authors):
        raise CaseworkError("E_FOUR_EYES", "an author cannot approve the draft")


def check_signatory(signer: object, *, authors: Iterable[object], approvers: Iterable[object]) -> None:
    """Raise CaseworkError `E_FOUR_EYES` unless the signatory neither wrote nor approved the request."""
    if signer in set(approvers) or signer in set(authors):
        raise CaseworkError("E_FOUR_EYES", "who wrote or approved the request cannot sign it")


DRAFT, IN_REVIEW, APPROVED, DISCARDED = "draft", "internal_review", "approved", "discarded"
UNSIGNED = frozenset({DRAFT, "pre_consultation", IN_REVIEW, APPROVED})
ARRIVED = "received"
CLOSABLE = frozenset({"closing", "awaiting_feedback", "withdrawn"})
BEFORE_REGISTRATION = frozenset({"announced", "lapsed", "received", "returned", "referred"})
NOT_UNDER_WAY = BEFORE_REGISTRATION - {"returned", "referred"} | {
    "draft", "pre_consultation", "internal_review", "approved", "discarded", "closed",
}  # fmt: skip
OVER = frozenset({"closed", "discarded", "lapsed", "referred"})
EXECUTABLE = frozenset({"accepted", "in_execution", "results_at_ca", "delivered_in_part"})
# What is under way can still be refused, with ground, reasons and consultation (46(21)-(26)); it was accepted before.
DECIDABLE = frozenset({"asked", "info_requested", "conditions_offered", "postponed"}) | EXECUTABLE


def decisions_on(state: str, before: str) -> tuple[str, ...]:
    """Return what can be decided on a measure; `before` is the state that a paused one returns to."""
    found = phase(state, before)
    if found == "undecided":
        return ("accepted", "refused")
    return ("refused",) if found == "in_hand" else ()


def without_signatory(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request without who signs it: what a reviewer approves before anybody has signed."""
    return {name: value for name, value in request.items() if name != "signatory"}


def check_draft(step: str) -> None:
    """Raise CaseworkError `E_NOT_DRAFT` unless the request can still be written."""
    if step != DRAFT:
        raise CaseworkError("E_NOT_DRAFT", "the request is no longer a draft")


def check_unsigned(step: str) -> None:
    """Raise CaseworkError `E_NOT_DRAFT` once the request is signed or given up: nobody discusses it any more."""
    if step not in UNSIGNED:
        raise CaseworkError("E_NOT_DRAFT", "the request is no longer a draft")


def check_approved(step: str) -> None:
    """Raise CaseworkError `E_NO_REVIEW` unless the request was approved and waits for its signature."""
    if step != APPROVED:
        raise CaseworkError("E_NO_REVIEW", "the request was not approved")


def check_in_review(step: str) -> None:
    """Raise CaseworkError `E_NO_REVIEW` unless a reviewer has the request."""
    if step != IN_REVIEW:
        raise CaseworkError("E_NO_REVIEW", "nobody reviews the request now")


def check_arrived(step: str) -> None:
    """Raise CaseworkError `E_REGISTERED` unless the request arrived and is not registered."""
    if step != ARRIVED:
        raise CaseworkError("E_REGISTERED", "the request was registered before")


def check_closable(step: str) -> None:
    """Raise CaseworkError `E_CLOSE` unless everything is done that comes before the close."""
    if step not in CLOSABLE:
        raise CaseworkError("E_CLOSE", "something comes before the close")


def check_under_way(step: str) -> None:
    """Raise CaseworkError `E_UNDER_WAY` unless the request is between its sending and its close."""
    if step in NOT_UNDER_WAY:
        raise CaseworkError("E_UNDER_WAY", "the request is not under way")


def check_complete(request: Mapping[str, Any], *, signing: bool = False) -> None:
    """Raise CaseworkError `E_INCOMPLETE` while something that blocks is missing (UNCAC art. 46(15))."""
    found = blocking(request, signing=signing)
    if found:
        raise CaseworkError("E_INCOMPLETE", "something that blocks is missing", count=len(found))


def check_said(text: str, what: str) -> None:
    """Raise CaseworkError `E_SAY` unless the text says something."""
    if not says_something(text):
        raise CaseworkError("E_SAY", "a text that must say something is empty", field=what)


def check_reason(text: str) -> None:
    """Raise CaseworkError `E_WHY` unless the reason, which stays with us, says something."""
    if not says_something(text):
        raise CaseworkError("E_WHY", "a reason that must say something is empty")


def check_not_over(step: str) -> None:
    """Raise CaseworkError `E_OVER` once the case is closed, given up or lapsed."""
    if step in OVER:
        raise CaseworkError("E_OVER", "the case is over")


def check_result(mode: str, result: str, text: str, *, evidence: int) -> None:
    """Raise CaseworkError `E_RESULT` for an unknown result, or RuleViolation for one that explains nothing."""
    if result not in STATE_OF_RESULT:
        raise CaseworkError("E_RESULT", "not a result")
    guards.check_result(mode=mode, result=result, text=text, evidence=evidence)
