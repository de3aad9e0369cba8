"""Parts of a request that say who asks whom, on what basis, about what proceedings."""

from __future__ import annotations

from dataclasses import dataclass

from comity.wire.fields import (
    choice,
    day,
    digest,
    fail,
    flag,
    language,
    languages,
    line,
    lines,
    name,
    node,
    optional_count,
    required_choice,
    required_day,
    text,
    token,
    words,
)
from comity.wire.record import Record, optional_part, parts

MODES = ("uncac_mini_treaty", "treaty", "uncac_in_lieu", "domestic", "reciprocity")
ROLES = ("suspect", "accused", "witness", "victim", "expert", "third_party", "beneficial_owner")
LARGEST_FILE = 2**50


@dataclass(frozen=True, kw_only=True)
class Requesting(Record):
    """The authority that makes the request (UNCAC art. 46(15)(a)) and the one behind it."""

    state: str = line(80)
    central_authority: str = line()
    address: str = text(1_000)
    originating_authority: str = line()


@dataclass(frozen=True, kw_only=True)
class Requested(Record):
    """The authority that is asked, as the directory named it then."""

    state: str = line(80)
    authority: str = line()
    languages: tuple[str, ...] = languages()
    node_id: str = node()


@dataclass(frozen=True, kw_only=True)
class Basis(Record):
    """The legal basis and how it applies (UNCAC art. 46(7))."""

    instrument: str = line()
    mode: str = choice("", *MODES)
    articles: tuple[str, ...] = lines(50, 120)
    reciprocity: str = text()
    dual_criminality: str = text()


@dataclass(frozen=True, kw_only=True)
class Conducting(Record):
    """The authority that conducts the proceedings (UNCAC art. 46(15)(b))."""

    name: str = line()
    functions: str = text(4_000)
    officer: str = line()
    phone: str = line(80)
    email: str = line(254)
    time_zone: str = line(64)
    languages: tuple[str, ...] = languages()


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """Contact before the request, and other channels used."""

    prior: str = text()
    other_channels: str = text()


@dataclass(frozen=True, kw_only=True)
class Urgency(Record):
    """How soon and why: a deadline carries its reason (UNCAC art. 46(24))."""

    level: str = choice("routine", "urgent")
    reason: str = text()
    deadline: str = day()
    deadline_reason: str = text()


@dataclass(frozen=True, kw_only=True)
class Confidentiality(Record):
    """Whether the fact and substance of the request are to be kept secret (UNCAC art. 46(20))."""

    required: bool = flag()
    scope: str = text()
    contact: str = line()


@dataclass(frozen=True, kw_only=True)
class Offence(Record):
    """One offence: what it is called, where it stands in the law, its penalty, its article in the Convention."""

    label: str = line()
    provision: str = text()
    penalty: str = text(4_000)
    article: str = line(40)


@dataclass(frozen=True, kw_only=True)
class Proceedings(Record):
    """Subject and nature of the proceedings (UNCAC art. 46(15)(b))."""

    stage: str = choice("", "investigation", "prosecution", "judicial_proceeding")
    subject: str = text()
    case_number: str = line(120)
    offences: tuple[Offence, ...] = parts(Offence, 100)
    conduct: str = text(100_000)
    limitation_date: str = day()
    legal_persons: bool = flag()


@dataclass(frozen=True, kw_only=True)
class Facts(Record):
    """Summary of the relevant facts (UNCAC art. 46(15)(c))."""

    summary: str = text(200_000)


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """A person concerned: identity, location, nationality where possible (UNCAC art. 46(15)(e))."""

    person_id: str = token()
    kind: str = choice("natural", "legal")
    role: str = required_choice(*ROLES)
    name: str = line()
    variants: str = text(4_000)
    birth_date: str = line(40)
    nationality: str = line(120)
    identity: str = text(4_000)
    location: str = text(4_000)
    register_number: str = line(120)
    language: str = language()
    unknown: str = text(4_000)  # what is not known and what was tried


@dataclass(frozen=True, kw_only=True)
class StatementDetails(Record):
    """Taking evidence or a statement (UNCAC art. 46(3)(a))."""

    status: str = text(4_000)
    caution: str = text()
    oath: str = text(4_000)
    lawyer: str = text(4_000)
    interpreter: str = text(4_000)
    verbatim: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class ServiceDetails(Record):
    """Service of judicial documents (UNCAC art. 46(3)(b))."""

    documents: str = text()
    addressee: str = line()
    address: str = text(4_000)
    hearing_date: str = day()
    days_before: int = optional_count(3_650)
    proof_form: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class BankRecordsDetails(Record):
    """Bank and financial records (UNCAC art. 46(3)(f))."""

    bank: str = line()
    branch: str = line()
    account_name: str = line()
    account_number: str = line(120)
    document_types: str = text()
    certificate: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class BusinessRecordsDetails(Record):
    """Corporate and business records (UNCAC art. 46(3)(f))."""

    company: str = line()
    register_number: str = line(120)
    document_types: str = text()
    certificate: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class SearchSeizureDetails(Record):
    """Search and seizure (UNCAC art. 46(3)(c))."""

    premises: str = text()
    items: str = text()
    grounds: str = text()
    statute: str = text()
    possible_at_home: str = text(4_000)
    transport: str = text(4_000)
    privilege: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class TracingDetails(Record):
    """Identifying or tracing proceeds and property (UNCAC art. 46(3)(g))."""

    property: str = text()
    holder: str = line()
    location: str = text(4_000)
    value: str = line(40)
    currency: str = line(3)
    known: str = text()


DETAILS: dict[str, type[Record]] = {
    "statement": StatementDetails,
    "service": ServiceDetails,
    "bank_records": BankRecordsDetails,
    "business_records": BusinessRecordsDetails,
    "search_seizure": SearchSeizureDetails,
    "tracing": TracingDetails,
}


@dataclass(frozen=True, kw_only=True)
class Purpose(Record):
    """What the material is wanted for and how it may be used (UNCAC art. 46(15)(f), 46(19))."""

    purpose: str = text()
    use_limits: str = text()
    undertakings: str = text()
    return_originals: bool = flag()


@dataclass(frozen=True, kw_only=True)
class Costs(Record):
    """Costs of an extraordinary nature (UNCAC art. 46(28))."""

    extraordinary: bool = flag()
    estimate: str = line(120)
    payer: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class Annex(Record):
    """A file that travels with the message, known by its digest."""

    annex_id: str = token()
    name: str = name(200)
    language: str = language()
    certified: bool = flag()
    sha256: str = digest()
    size: int = optional_count(LARGEST_FILE)


@dataclass(frozen=True, kw_only=True)
class Translation(Record):
    """The translation that goes with the letter (UNCAC art. 46(14))."""

    language: str = language()
    certified: bool = flag()
    note: str = text(4_000)


CHANNELS = ("post", "diplomatic", "courier", "email", "interpol", "hand")


@dataclass(frozen=True, kw_only=True)
class RecordedMeasure(Record):
    """How far one measure came by letter, as the sender recorded it: decided or not, and on which day."""

    measure_id: str = token()
    state: str = required_choice("asked", "accepted", "refused")
    decided_on: str = day()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.state == "asked" and self.decided_on:
            fail("earlier.record.measures.decided_on", "is said of a measure that is not decided")


@dataclass(frozen=True, kw_only=True)
class Recorded(Record):
    """What the sender recorded from letters beyond the request and its acknowledgement: a claim like the rest.

    `rounds` counts the rounds of questions that were asked and answered; none is open.
    """

    rounds: int = optional_count(1_000)
    measures: tuple[RecordedMeasure, ...] = parts(RecordedMeasure, 100, unique="measure_id", least=1)


@dataclass(frozen=True, kw_only=True)
class Again(Record):
    """That the sender offered to go on by Comity before, the case stayed by letter, and why it is offered once more."""

    reason: str = words(4_000)


@dataclass(frozen=True, kw_only=True)
class Earlier(Record):
    """That the same request left by letter before, as its sender says: the receiver confirms it or does not.

    `reference` is the number under which the receiver keeps the case, where the sender knows it; the sender's own is
    that of the request. Days are those of the sender's record.
    """

    left_on: str = required_day()
    channel: str = required_choice(*CHANNELS)
    reference: str = line(80)
    acknowledged_on: str = day()
    record: Recorded | None = optional_part(Recorded)  # noqa: RUF009 (where there is one)
    again: Again | None = optional_part(Again)  # noqa: RUF009 (only from the second offer on)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.acknowledged_on and self.acknowledged_on < self.left_on:
            fail("earlier.acknowledged_on", "is before the day on which the letter left")


@dataclass(frozen=True, kw_only=True)
class Signatory(Record):
    """Who signs for the requesting authority."""

    name: str = line()
    title: str = line()
