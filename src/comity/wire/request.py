"""`request.submit`: a request for mutual legal assistance as data, beside the letter that is the request.

Empty texts are allowed nearly everywhere: what the Convention demands is checked by `comity.law` before sending,
and a request that lacks something is asked about under article 46(16), not refused by a parser.
"""

# ruff: noqa: RUF009 (each call declares a field with its rule)
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comity.wire.fields import choice, day, fail, line, lines, name, optional_count, required_choice, text, token
from comity.wire.message import Message
from comity.wire.record import Record, optional_part, part, parts, variant
from comity.wire.request_parts import (
    DETAILS,
    Annex,
    Basis,
    Conducting,
    Confidentiality,
    Contact,
    Costs,
    Earlier,
    Facts,
    Person,
    Proceedings,
    Purpose,
    Requested,
    Requesting,
    Signatory,
    Translation,
    Urgency,
)


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """One thing that is asked for (UNCAC art. 46(15)(d)), decided and executed on its own."""

    measure_id: str = token()
    kind: str = token()  # the code of UNCAC art. 46(3), as in `comity.law.assistance`
    module: str = required_choice(*DETAILS)
    description: str = text()
    sought: str = text()
    period_from: str = day()
    period_to: str = day()
    place: str = text(4_000)
    link: str = text()
    form: str = text(4_000)
    special_procedure: str = text()
    officials: str = text(4_000)
    notify: str = choice("", "yes", "no")
    questions: tuple[str, ...] = lines(500)
    details: Record = variant("module", DETAILS)


@dataclass(frozen=True, kw_only=True)
class RequestV1(Message):
    """A request for mutual legal assistance under article 46 of the Convention."""

    KIND: ClassVar[str] = "request.submit"

    reference: str = name(120)
    title: str = line()
    language: str = required_choice("en", "zh-hans")  # of the letter
    requesting: Requesting = part(Requesting)
    requested: Requested = part(Requested)
    basis: Basis = part(Basis)
    conducting: Conducting = part(Conducting)
    contact: Contact = part(Contact)
    urgency: Urgency = part(Urgency)
    confidentiality: Confidentiality = part(Confidentiality)
    proceedings: Proceedings = part(Proceedings)
    facts: Facts = part(Facts)
    persons: tuple[Person, ...] = parts(Person, 500, unique="person_id")
    persons_unknown: str = text()
    measures: tuple[Measure, ...] = parts(Measure, 100, unique="measure_id", least=1)
    purpose: Purpose = part(Purpose)
    costs: Costs = part(Costs)
    annexes: tuple[Annex, ...] = parts(Annex, 200, unique="annex_id")
    translation: Translation = part(Translation)
    signatory: Signatory = part(Signatory)
    sending: int = optional_count(1_000)  # how often it came back before: 0 when it is sent for the first time
    earlier: Earlier | None = optional_part(Earlier)  # only where the same request left by letter before

    @property
    def business(self) -> str:
        """A request is sent once, and once more each time it was returned unregistered."""
        return f"sending-{self.sending}" if self.sending else ""

    def __post_init__(self) -> None:
        super().__post_init__()
        for position, measure in enumerate(self.measures):
            if measure.period_from and measure.period_to and measure.period_from > measure.period_to:
                fail(f"measures[{position}].period_to", "ends before it begins")
