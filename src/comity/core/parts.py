"""What pages are made of: view models of the signature elements and of the common parts.

Views fill these; the tags of `templatetags/comity.py` draw them from `templates/core/components`. They hold text
ready for the reader (already in the right language) and know nothing of the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

Words = str | Promise

NOTHING_YET: Words = _("Nothing has happened yet.")
ASKED: Words = _("What is asked")
STATE: Words = pgettext_lazy("where a measure stands", "State")
NO_MEASURE: Words = _("No measure has been named yet.")


class Whose(StrEnum):
    """Who must act next."""

    OURS = "ours"
    THEIRS = "theirs"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a button or a link leads, and what happens there."""

    label: Words
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Signature element 1, whose turn: who must act, what exactly, by when, since when it waits.

    Attributes:
        whose: ours is drawn solid, theirs outlined.
        what: the act, as a sentence without full stop: "Answer three missing items that XB asked for".
        who: the person or function that must act, where it is known.
        due: by when.
        since: since when it waits.
        waiting_days: for how many days it waits, counted by the caller's clock.
        late: the due date has passed.
        article: the rule that speaks, if one does.
        action: the page where it is done; None where the reader cannot do it.
        note: one more quiet line.
    """

    whose: Whose
    what: Words
    who: Words = ""
    due: date | None = None
    since: datetime | None = None
    waiting_days: int | None = None
    late: bool = False
    article: str = ""
    action: Link | None = None
    note: Words = ""

    @property
    def heading(self) -> Words:
        """The words before the act."""
        return TURNS[self.whose]


TURNS = {
    Whose.OURS: _("Our turn."),
    Whose.THEIRS: _("Their turn."),
    Whose.NOBODY: _("Nobody waits."),
}


class Tone(StrEnum):
    """How a status is drawn; the word always says it too."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a fact, with its shape."""

    label: Words
    tone: Tone = Tone.OPEN
    article: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What proves a hand-over: link to the receipt, and what stands on it."""

    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure inside a step of the timeline."""

    label: Words
    status: Status


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, in our lane or in theirs; `crosses` where something went over the gap."""

    whose: Whose
    title: Words
    at: datetime | date | None = None
    detail: Words = ""
    crosses: bool = False
    receipt: Receipt | None = None
    bars: Sequence[Bar] = ()
    draft: bool = False  # not yet done: drawn with a broken edge
    by_us: bool = False  # their step, as we recorded it from a letter: marked so
    url: str = ""

    is_pause = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Time in which one side waited for the other; hatched."""

    text: Words

    is_pause = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """Signature element 2: two lanes, time flows down, an ordered list without style."""

    ours: Words
    theirs: Words
    rows: Sequence[Step | Pause] = ()
    empty: Words = NOTHING_YET


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of signature element 3, the measure table."""

    kind: Words
    asked: Words
    status: Status
    article: str = ""
    result: Words = ""
    evidence: int = 0
    next_step: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """Signature element 3: one row a measure, with its state on the executing side."""

    rows: Sequence[MeasureRow]
    caption: Words = ASKED
    state_heading: Words = STATE
    empty: Words = NO_MEASURE


class Checked(StrEnum):
    """Result of one check. A check that was not made is shown as not made."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MADE = "not_made"

    @property
    def label(self) -> Words:
        """The result in words."""
        return CHECKED[self]


CHECKED = {
    Checked.PASSED: _("passed"),
    Checked.FAILED: _("failed"),
    Checked.NOT_MADE: _("not made"),
}


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """One line of a proof panel."""

    label: Words
    result: Checked
    detail: Words = ""


@dataclass(frozen=True, slots=True)
class ProofSigner:
    """Who signed, with which key, when, and where that time comes from."""

    name: Words
    key: str
    at: datetime | None = None
    time_source: Words = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Signature element 4, the proof panel of something that crossed the gap."""

    title: Words
    checks: Sequence[ProofCheck]
    signers: Sequence[ProofSigner] = ()
    receipt: Receipt | None = None
    verify_url: str = ""

    @property
    def outcome(self) -> Checked:
        """Passed only when every check was made and passed, and there was at least one."""
        results = [check.result for check in self.checks]
        if Checked.FAILED in results:
            return Checked.FAILED
        return Checked.PASSED if results and set(results) == {Checked.PASSED} else Checked.NOT_MADE

    @property
    def summary(self) -> Words:
        """The outcome as a sentence."""
        return OUTCOMES[self.outcome]

    @property
    def particulars(self) -> list[tuple[Words, Words]]:
        """What is folded away: the key of each signer, and what each passed check saw."""
        keys = [(signer.name, signer.key) for signer in self.signers if signer.key]
        passed = (check for check in self.checks if check.result == Checked.PASSED)
        return [*keys, *((check.label, check.detail) for check in passed if check.detail)]


OUTCOMES = {
    Checked.PASSED: _("Every check passed."),
    Checked.FAILED: _("A check failed. Do not rely on this."),
    Checked.NOT_MADE: _("Not every check was made."),
}


class Standing(StrEnum):
    """How far a fact can be relied on."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"
    STALE = "stale"

    @property
    def label(self) -> Words:
        """The standing in words."""
        return STANDINGS[self]


STANDINGS = {
    Standing.VERIFIED: _("verified"),
    Standing.UNVERIFIED: _("unverified"),
    Standing.DISPUTED: _("disputed"),
    Standing.STALE: _("stale"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Signature element 6, the fact mark: how far the words before it can be relied on, source and date."""

    standing: Standing
    source: Words = ""
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list: a section, what is missing with its article, its state."""

    label: Words
    url: str
    status: Status
    hint: Words = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list: what was asked, what was answered, where to change it."""

    label: Words
    value: Words
    change_url: str = ""
    article: str = ""
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A framed remark beside a form or above a list: `blocks` in red, `weakens` and `advice` quiet."""

    kind: str
    title: Words
    text: Words
    article: str = ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of a list of work: reference, what to do, whose turn, by when."""

    reference: str
    url: str
    what: Words
    detail: Words = ""
    when: Words = ""
    whose: Whose = Whose.OURS
    late: bool = False
    article: str = ""
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One blank of a filter sentence: a choice that reads as part of it."""

    name: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    value: str = ""


@dataclass(frozen=True, slots=True)
class FilterSentence:
    """Filters of a list as a sentence; their state lives in the address."""

    lead: Words
    filters: Sequence[Filter]
    count: Words = ""
    clear_url: str = ""
    hidden: Sequence[tuple[str, str]] = field(default_factory=tuple)
