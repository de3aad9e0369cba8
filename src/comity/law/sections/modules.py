"""Further questions of each sort of measure, by module."""

from __future__ import annotations

from comity.law.sections.persons_asked import SERVICE, STATEMENT
from comity.law.sections.things_asked import BANK_RECORDS, BUSINESS_RECORDS, SEARCH_SEIZURE, TRACING

MODULE_FIELDS = {
    "statement": STATEMENT,
    "service": SERVICE,
    "bank_records": BANK_RECORDS,
    "business_records": BUSINESS_RECORDS,
    "search_seizure": SEARCH_SEIZURE,
    "tracing": TRACING,
}
