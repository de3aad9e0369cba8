"""What is known about instruments and States, as rows with their sources: the ground that a legal basis stands on.

A row is one statement with its text, source, the date of that source, and whether somebody checked it. `rows` has the
kinds of rows, `collection` the one object that answers by place, pair and date. Rows are read elsewhere (files that
ship with the product, what an authority entered itself); nothing here reads or writes.

Codes of places are ISO 3166-1 alpha-2 in capitals. `valid_to`, `ended` and the like are the first day on which a row no
longer holds.
"""

from comity.law.facts.collection import Facts, Finding, Position, Standing
from comity.law.facts.rows import (
    Act,
    Declaration,
    Effect,
    Fact,
    Family,
    Instrument,
    Kind,
    Notification,
    Notified,
    PairRelation,
    PairStatus,
    Participation,
    Place,
    Rule,
    RuleValue,
    StateRule,
    bound_from,
)

__all__ = [
    "Act",
    "Declaration",
    "Effect",
    "Fact",
    "Facts",
    "Family",
    "Finding",
    "Instrument",
    "Kind",
    "Notification",
    "Notified",
    "PairRelation",
    "PairStatus",
    "Participation",
    "Place",
    "Position",
    "Rule",
    "RuleValue",
    "Standing",
    "StateRule",
    "bound_from",
]
