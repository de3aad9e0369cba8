"""The tables of requests; see each module for what it holds."""

from comity.cases.models.case import Case, Direction, Line, Member, ReferenceYear, SearchTerm, Side
from comity.cases.models.content import Annex, Letter, Measure, Party, Review, Revision, RevisionKind, Section
from comity.cases.models.docket import DocketEntry
from comity.cases.models.exchange import Clarification, ClarificationItem, Consultation, Decision
from comity.cases.models.execution import Assignment, DeliveredMeasure, Delivery, Evidence

__all__ = [
    "Annex",
    "Assignment",
    "Case",
    "Clarification",
    "ClarificationItem",
    "Consultation",
    "Decision",
    "DeliveredMeasure",
    "Delivery",
    "Direction",
    "DocketEntry",
    "Evidence",
    "Letter",
    "Line",
    "Measure",
    "Member",
    "Party",
    "ReferenceYear",
    "Review",
    "Revision",
    "RevisionKind",
    "SearchTerm",
    "Section",
    "Side",
]
