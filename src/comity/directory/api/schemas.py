"""What the interface for programs is asked, and what it answers. Every text is in the language of the answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from comity.directory.functions import Function, Life
from comity.directory.models import Electronic, MadeKnown, Way
from comity.directory.states import Form, Group, StateKind
from comity.directory.trees.words import Source
from comity.law.basis import BasisMode
from comity.law.facts import Kind

LONGEST, MOST = 200, 100  # characters of one cell, items of one list
Cell = Annotated[str, Field(max_length=LONGEST)]


class Asked(BaseModel):
    """A question: what it does not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Mistake(BaseModel):
    """One part of a question that cannot be read; `where` is its place, such as `query.limit`."""

    where: str
    what: str


class Problem(BaseModel):
    """What went wrong (RFC 9457): `title` and `detail` are for people, `code` is the same in every language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    article: str = Field(default="", description="of the Convention, where a rule of it stands against the question")
    errors: list[Mistake] = Field(default=[], description="of `E_QUESTION`: each part that cannot be read")


class NameSource(BaseModel):
    """Where names were read, and whether somebody compared them."""

    source: str
    date: date
    verified: bool


class StateName(BaseModel):
    """One name of a State; `source` is a key of `sources`."""

    language: str
    form: Form
    text: str
    source: str


class State(BaseModel):
    """A State, a territory with a system of its own (46(13)), or an organization that can be a party (67(2))."""

    code: str
    iso3: str
    m49: str
    kind: StateKind
    group: Group | None
    part_of: str
    name: str
    names: list[StateName]


class States(BaseModel):
    """The table of States, in the order of their codes."""

    states: list[State]
    sources: dict[str, NameSource]


class Contacts(BaseModel):
    """How an authority is reached, and what it asks of a request."""

    post: str
    contact: str
    address: str
    phone: str
    fax: str
    email: str
    secure_address: str
    website: str
    spoken: list[str]
    hours: str
    time_zone: str
    around_the_clock: bool
    urgent_phone: str
    urgent_procedure: str
    urgent_languages: list[str]
    ways: list[Way]
    electronic_conditions: str
    largest_megabytes: int | None
    formats: str
    formalities: str
    help_given: str
    executing: str
    networks: list[str]


class Authority(BaseModel):
    """What holds of an authority. `designated` false is an answer too: the State has named nobody for these functions.

    `contacts` is null for a reader who may not know them.
    """

    id: str
    place: str
    functions: list[Function]
    designated: bool
    instruments: list[str]
    made_known: MadeKnown
    names: dict[str, str]
    languages: list[str]
    electronic: Electronic
    fallback: str | None
    source: str
    source_date: date
    verified: bool
    disputed: bool
    life: Life
    confirmed_at: datetime | None
    contacts: Contacts | None


class Authorities(BaseModel):
    """One page of authorities; `total` counts all that fit the question."""

    total: int
    offset: int
    authorities: list[Authority]


class BasisQuestion(Asked):
    """On what legal basis may one State ask another? As `comity law basis` asks it."""

    kind: Cell = Field(description=f"one of: {', '.join(Kind)}")
    asking: Cell = Field(alias="from", description="code of the State that asks")
    asked: Cell = Field(alias="to", description="code of the State that is asked")
    on: Cell | None = Field(default=None, description="day of the request, year-month-day; today where it is left out")
    offences: list[Cell] = Field(default=[], max_length=MOST, description="articles such as 15 or 16(1), or other")
    measures: list[Cell] = Field(default=[], max_length=MOST, description="kinds of assistance such as STATEMENT")
    coercive: bool | None = Field(default=None, description="whether a measure forces somebody; null: not stated")
    conduct: Cell | None = Field(default=None, description="first day of the conduct, year-month-day; null: not stated")


class FactRow(BaseModel):
    """A fact relied on."""

    text: str
    source: str
    date: date
    verified: bool


class Basis(BaseModel):
    """A ground that the request may rest on, with what to cite."""

    instrument: str
    mode: BasisMode
    articles: list[str]
    facts: list[FactRow]


class Dual(BaseModel):
    """Whether the conduct must be an offence in both States; null where that depends."""

    needed: bool | None
    risk: str
    articles: list[str]


class Warned(BaseModel):
    """Something to know or to find out first."""

    code: str
    text: str
    articles: list[str]


class Alternative(BaseModel):
    """Another way to the same end."""

    channel: str
    articles: list[str]


class BasisAnswer(BaseModel):
    """The answer of `comity law basis --json`; `certain` is false while something must be found out first."""

    mode: BasisMode
    bases: list[Basis]
    applies: list[str]
    dual_criminality: Dual
    warnings: list[Warned]
    alternatives: list[Alternative]
    certain: bool


class Choice(BaseModel):
    """One answer to a question of the tree."""

    code: str
    text: str


class Query(BaseModel):
    """One question of the tree."""

    code: str
    text: str
    articles: list[str]
    answers: list[Choice]


class Advice(BaseModel):
    """Where a walk ends."""

    channel: str
    text: str
    articles: list[str]
    informal: bool
    kind: Kind | None


class Leading(Choice):
    """An answer, and the code of the question or advice that it leads to."""

    to: str


class TreeQuery(BaseModel):
    """One question of the whole tree."""

    code: str
    text: str
    articles: list[str]
    answers: list[Leading]


class ChannelTree(BaseModel):
    """The whole decision tree (which channel to ask by); `digest` is the SHA-256 of its file."""

    source: Source
    version: str
    digest: str
    start: str
    questions: list[TreeQuery]
    advice: list[Advice]


class Walk(Asked):
    """The answers given so far: code of the question → code of the answer."""

    answers: dict[Cell, Cell] = Field(default={}, max_length=MOST)


class Walked(BaseModel):
    """One step of a walk."""

    question: str
    answer: str


class Step(BaseModel):
    """Where a walk stands: the next question, or the advice. As `comity law channel --json` answers."""

    version: str
    source: Source
    path: list[Walked]
    question: Query | None
    advice: Advice | None
