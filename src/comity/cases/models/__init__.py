"""The tables of requests; see each module for what it holds."""

from comity.cases.models.case import Case, Direction, Line, Member, SearchTerm, Side
from comity.cases.models.content import Annex, Letter, Measure, Party, Review, Revision, RevisionKind, Section
from comity.cases.models.copies import FileCopy
from comity.cases.models.custody import CustodyEntry, Original
from comity.cases.models.desk import Exclusion, HandedCase, HandOver, LiftedExclusion, Reminder
from comity.cases.models.docket import DocketEntry
from comity.cases.models.exchange import Clarification, ClarificationItem, Consultation, Decision
from comity.cases.models.execution import Assignment, DeliveredMeasure, Delivery, Evidence
from comity.cases.models.grounds import LegalChoice
from comity.cases.models.handling import Assurance, Mark
from comity.cases.models.house import Letterhead, ReferenceScheme, ReferenceSeries
from comity.cases.models.importing import CaseImport, ImportProfile
from comity.cases.models.likeness import CaseLink, CaseMark
from comity.cases.models.moving import BeforeJoin, CaseMove, Separation
from comity.cases.models.offices import OfficeAnswer, OfficeFile, OfficeTask
from comity.cases.models.organs import CaseChain, Chain
from comity.cases.models.pressing import LevelSet, PressingFact
from comity.cases.models.retention import Destruction, RetentionHold
from comity.cases.models.search import SearchText
from comity.cases.models.translating import Segment, Translation
from comity.cases.models.turns import (
    AfterCare,
    GivenBack,
    GuardOverride,
    Matter,
    Notice,
    Offer,
    OralRequest,
    Postponement,
    SharedDraft,
)
from comity.cases.models.writing import ClauseUse, ClauseVersion, Remark, RemarkAct

__all__ = [
    "AfterCare",
    "Annex",
    "Assignment",
    "Assurance",
    "BeforeJoin",
    "Case",
    "CaseChain",
    "CaseImport",
    "CaseLink",
    "CaseMark",
    "CaseMove",
    "Chain",
    "Clarification",
    "ClarificationItem",
    "ClauseUse",
    "ClauseVersion",
    "Consultation",
    "CustodyEntry",
    "Decision",
    "DeliveredMeasure",
    "Delivery",
    "Destruction",
    "Direction",
    "DocketEntry",
    "Evidence",
    "Exclusion",
    "FileCopy",
    "GivenBack",
    "GuardOverride",
    "HandOver",
    "HandedCase",
    "ImportProfile",
    "LegalChoice",
    "Letter",
    "Letterhead",
    "LevelSet",
    "LiftedExclusion",
    "Line",
    "Mark",
    "Matter",
    "Measure",
    "Member",
    "Notice",
    "Offer",
    "OfficeAnswer",
    "OfficeFile",
    "OfficeTask",
    "OralRequest",
    "Original",
    "Party",
    "Postponement",
    "PressingFact",
    "ReferenceScheme",
    "ReferenceSeries",
    "Remark",
    "RemarkAct",
    "Reminder",
    "RetentionHold",
    "Review",
    "Revision",
    "RevisionKind",
    "SearchTerm",
    "SearchText",
    "Section",
    "Segment",
    "Separation",
    "SharedDraft",
    "Side",
    "Translation",
]
