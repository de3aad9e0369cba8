"""The kinds of rows: instruments, who is bound by them, what States notified and declared, and what their law asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

UNCAC = "UNCAC"
DAYS_AFTER_DEPOSIT = 30  # UNCAC art. 68(2), UNTOC art. 38(2)


class Kind(StrEnum):
    """What one State asks of another (UNCAC chapters IV and V)."""

    MLA = "mla"
    EXTRADITION = "extradition"
    FREEZE = "freeze"
    CONFISCATE = "confiscate"
    LAW_ENFORCEMENT = "law-enforcement"
    JOINT_INVESTIGATION = "joint-investigation"
    SPECIAL_TECHNIQUE = "special-technique"
    TRANSFER_PERSON = "transfer-person"
    TRANSFER_PROCEEDINGS = "transfer-proceedings"
    CIVIL_ADMINISTRATIVE = "civil-administrative"


class Family(StrEnum):
    """What sort of instrument it is."""

    UNCAC = "uncac"
    UNIVERSAL = "universal"
    SUBJECT = "subject"  # on corruption or another subject, with some articles on cooperation
    REGIONAL = "regional"
    BILATERAL = "bilateral"
    MEMORANDUM = "memorandum"
    SCHEME = "scheme"  # agreed between States and binding none: it works through the law of each


class Act(StrEnum):
    """By what act a State consented to be bound."""

    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    EXTENSION = "extension"  # to a territory, by the State that is responsible for it


class Notified(StrEnum):
    """What a State told the Secretary-General under 44(6): whether it takes the Convention as basis of extradition."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"
    SILENT = "silent"  # it is known that nothing was notified; a missing row means that it is not known


class Effect(StrEnum):
    """What a declaration or reservation does to cooperation."""

    NONE = "none"  # for example on the settlement of disputes (66(2))
    CONDITION = "condition"
    EXCLUDES = "excludes"


class PairStatus(StrEnum):
    """How one instrument stands between two places, where that is not what the lists of parties say."""

    IN_FORCE = "in_force"
    SIGNED_ONLY = "signed_only"
    EXCLUDED_BY_DECLARATION = "excluded_by_declaration"
    TERRITORIAL_EXCLUSION = "territorial_exclusion"
    SUSPENDED = "suspended"
    UNCAC_IN_LIEU = "uncac_in_lieu"  # both agreed to apply 46(9)-(29) in lieu of this treaty's provisions (46(7))


class Rule(StrEnum):
    """What the law or practice of a State asks."""

    EXTRADITION_NEEDS_TREATY = "extradition_needs_treaty"
    EXTRADITES_NATIONALS = "extradites_nationals"
    WAIVES_DUAL_CRIMINALITY = "waives_dual_criminality"  # for extradition (44(2))
    MLA_WITHOUT_TREATY = "mla_without_treaty"
    EXTRADITION_WITHOUT_TREATY = "extradition_without_treaty"
    CONFISCATION_WITHOUT_TREATY = "confiscation_without_treaty"
    CONFISCATION_NEEDS_TREATY = "confiscation_needs_treaty"
    PROCEEDINGS_WITHOUT_TREATY = "proceedings_without_treaty"
    POLICE_WITHOUT_TREATY = "police_without_treaty"
    ADMINISTRATIVE_WITHOUT_TREATY = "administrative_without_treaty"
    NEEDS_IMPLEMENTING_LAW = "needs_implementing_law"
    TREATIES_LISTED = "treaties_listed"  # all treaties of cooperation of this State stand in these facts


class RuleValue(StrEnum):
    """The answer of such a rule."""

    YES = "yes"
    NO = "no"
    ON_RECIPROCITY = "on_reciprocity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement with its source.

    Attributes:
        source: the instrument, or symbol and title of the document it was read in.
        date: the day on which that source said so; the facts are known up to this day.
        verified: whether somebody compared it with the source.
        disputed: whether another source or a State says otherwise.
        text: the statement; where there is none, the row says itself (`statement`).
        record: where a node keeps the row that its officers entered; empty for what ships.
    """

    source: str
    date: date
    verified: bool
    disputed: bool = False
    text: Text | None = None
    record: str = ""

    @property
    def sure(self) -> bool:
        """Whether an answer that rests on it may look certain."""
        return self.verified and not self.disputed

    @property
    def statement(self) -> Text:
        """What the row says: the sentence somebody wrote, else what its kind says of itself."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Place:
    """A State, or a territory with its own system (46(13)), or an organisation that can be bound.

    `group` is its regional group in the United Nations; that of its State for a territory.
    """

    code: str
    name: Text
    part_of: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Fact):
    """One instrument.

    Attributes:
        code: short and stable, for example `UNCAC`, `UNTOC`, `ETS-30`, `XA-XB-2011`.
        articles: what kinds of cooperation it covers and by which of its articles; never empty for a kind.
        topics: kinds it is said to cover by articles that nobody has recorded: it is never a basis for these.
        in_force: the day of its entry into force; None where it is not in force, or nobody knows.
        listed_until: up to this day the rows of its parties are complete: who has no row is no party. None: never.
        offences: offences of the Convention it covers (`16(1)`); None where it covers crime in general.
        measures: kinds of assistance it covers (`comity.law.assistance`); None means all.
        condition: what must be true of the case beside that, for example an organized criminal group.
        no_dual_criminality: kinds for which it does not ask that the conduct be an offence in both States.
        fiscal_refusal: whether it lets a State refuse because a matter is fiscal.
        is_own_basis: whether a party that needs a treaty for extradition *shall* take it as one (X4).
        open_to: regional groups, or codes of places, outside which nobody can be party; none means any State.
        depositary: whom to ask who is party.
        protocol_to: the instrument that it adds to.
        counted: how many parties its depositary counted, and on what day.
    """

    code: str
    name: Text
    family: Family
    articles: Mapping[Kind, tuple[str, ...]]
    in_force: date | None = None
    listed_until: date | None = None
    offences: frozenset[str] | None = None
    measures: frozenset[str] | None = None
    condition: Text | None = None
    no_dual_criminality: frozenset[Kind] = field(default_factory=frozenset)
    fiscal_refusal: bool = False
    is_own_basis: bool = False
    topics: frozenset[Kind] = field(default_factory=frozenset)
    open_to: frozenset[str] = field(default_factory=frozenset)
    depositary: Text | None = None
    protocol_to: str = ""
    counted: tuple[int, date] | None = None

    def __post_init__(self) -> None:
        if not all(self.articles.values()):
            raise ValueError(f"{self.code}: a kind of cooperation that it covers has no article")

    @property
    def binding(self) -> bool:
        """Whether it is a treaty: a memorandum between agencies binds no State, nor does a scheme."""
        return self.family not in {Family.MEMORANDUM, Family.SCHEME}

    def may_bind(self, place: Place | None) -> bool:
        """Return whether a place could be party at all."""
        return not self.open_to or (place is not None and not self.open_to.isdisjoint({place.group, place.code}))

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Fact):
    """One place and one instrument: signed, or bound from a day.

    Attributes:
        bound: the first day on which it is bound (`bound_from`); None where it only signed.
        ended: the day from which it is bound no more (withdrawal took effect).
    """

    instrument: str
    place: str
    signed: date | None = None
    deposited: date | None = None
    act: Act | None = None
    bound: date | None = None
    ended: date | None = None

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or _participation_text(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Fact):
    """A fact that holds for a time: from `valid_from` (None: ever) up to, not on, `valid_to` (None: still)."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification(Dated):
    """What a State notified to the depositary under one article (6(3), 44(6), 46(13), 46(14), 55(6)).

    Attributes:
        value: for 44(6) and 55(6) a `Notified`; for 46(14) language tags parted by spaces; else the words of the State.
        condition: under what condition, where the value is `conditional`.
    """

    place: str
    article: str
    value: str
    condition: Text | None = None
    instrument: str = UNCAC

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or Text(
            f"{self.place}: notification under article {self.article}: {self.value}",
            f"{self.place}：依{self.article}作出的通知：{self.value}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Dated):
    """A declaration or reservation of one State to one instrument; `kinds` are those it touches (none: all)."""

    instrument: str
    place: str
    article: str
    effect: Effect = Effect.NONE
    kinds: frozenset[Kind] = field(default_factory=frozenset)

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or Text(
            f"{self.place}: declaration on article {self.article} of {self.instrument}",
            f"{self.place}：对 {self.instrument} 第 {self.article} 条的声明",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRelation(Dated):
    """How one instrument stands between two places; which of them is `one` makes no difference."""

    instrument: str
    one: str
    other: str
    status: PairStatus

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or Text(
            f"{self.instrument} between {self.one} and {self.other}: {self.status.replace('_', ' ')}",
            f"{self.instrument}（{self.one} 与 {self.other} 之间）：{PAIR_WORDS[self.status]}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule(Dated):
    """What the law of one State asks; `article` is the provision of that law, and never empty."""

    place: str
    rule: Rule
    value: RuleValue
    article: str

    def __post_init__(self) -> None:
        if not self.article:
            raise ValueError(f"{self.place}: the rule {self.rule} names no provision")

    @property
    def statement(self) -> Text:
        """What the row says."""
        return self.text or Text(
            f"{self.place}: {self.rule.replace('_', ' ')}: {self.value.replace('_', ' ')} ({self.article})",
            f"{self.place}：{RULE_WORDS[self.rule]}：{VALUE_WORDS[self.value]}（{self.article}）",
        )


PAIR_WORDS = {
    PairStatus.IN_FORCE: "有效",
    PairStatus.SIGNED_ONLY: "仅签署",
    PairStatus.EXCLUDED_BY_DECLARATION: "经声明排除",
    PairStatus.TERRITORIAL_EXCLUSION: "不适用于该领土",
    PairStatus.SUSPENDED: "暂停施行",
    PairStatus.UNCAC_IN_LIEU: "双方同意代之以《公约》第四十六条第九款至第二十九款",
}
RULE_WORDS = {
    Rule.EXTRADITION_NEEDS_TREATY: "引渡以存在条约为条件",
    Rule.EXTRADITES_NATIONALS: "引渡本国国民",
    Rule.WAIVES_DUAL_CRIMINALITY: "引渡可以不要求双重犯罪",
    Rule.MLA_WITHOUT_TREATY: "没有条约也提供司法协助",
    Rule.EXTRADITION_WITHOUT_TREATY: "没有条约也予以引渡",
    Rule.CONFISCATION_WITHOUT_TREATY: "没有条约也就没收事宜进行合作",
    Rule.CONFISCATION_NEEDS_TREATY: "没收合作以存在条约为条件",
    Rule.PROCEEDINGS_WITHOUT_TREATY: "没有条约也移管诉讼",
    Rule.POLICE_WITHOUT_TREATY: "没有协定也开展执法合作",
    Rule.ADMINISTRATIVE_WITHOUT_TREATY: "没有协定也就民事和行政事项提供协助",
    Rule.NEEDS_IMPLEMENTING_LAW: "适用《公约》须有本国实施法",
    Rule.TREATIES_LISTED: "其合作条约已全部列入",
}
VALUE_WORDS = {RuleValue.YES: "是", RuleValue.NO: "否", RuleValue.ON_RECIPROCITY: "在互惠条件下"}


def bound_from(deposited: date, in_force: date) -> date:
    """Return the day from which a State is bound that deposited then (UNCAC art. 68(2), UNTOC art. 38(2)).

    The thirtieth day after the deposit, or the entry into force where that is later, as for the first thirty (68(1)).
    """
    return max(deposited + timedelta(days=DAYS_AFTER_DEPOSIT), in_force)


def _participation_text(row: Participation) -> Text:
    """Say who is bound by what from when, or that it only signed."""
    who, what = row.place, row.instrument
    if row.bound is None:
        when = row.signed.isoformat() if row.signed else "–"
        return Text(f"{who}: signed {what} ({when}), not bound", f"{who}：已签署 {what}（{when}），未受其约束")
    until = (f", until {row.ended}", f"，至 {row.ended} 止") if row.ended else ("", "")
    gave = (f" (deposited {row.deposited})", f"（{row.deposited} 交存文书）") if row.deposited else ("", "")
    return Text(
        f"{who}: bound by {what} from {row.bound}{gave[0]}{until[0]}",
        f"{who}：自 {row.bound} 起受 {what} 约束{gave[1]}{until[1]}",
    )
