"""Requests for mutual legal assistance as nested data, complete unless a test takes something away."""

from __future__ import annotations

import copy
from typing import Any

_MODULES: dict[str, dict[str, Any]] = {
    "statement": {
        "status": "witness",
        "caution": "The witness need not answer where the answer would incriminate her.",
        "oath": "Affirmation before the court.",
        "lawyer": "",
        "interpreter": "",
        "verbatim": "yes",
    },
    "service": {
        "documents": "Summons of 3 March 2026",
        "addressee": "Ada Ficta",
        "address": "4 Example Street, Sampleton",
        "hearing_date": "2026-09-01",
        "days_before": 30,
        "proof_form": "Signed receipt",
    },
    "bank_records": {
        "bank": "First Invented Bank",
        "branch": "Sampleton",
        "account_name": "Harbour Works Ltd",
        "account_number": "XB00 0000 0001",
        "document_types": "Opening file, statements, transfer orders",
        "certificate": "Certificate of the custodian of records",
    },
    "business_records": {
        "company": "Harbour Works Ltd",
        "register_number": "XB-1234",
        "document_types": "Register extract, beneficial owners",
        "certificate": "Certified extract",
    },
    "search_seizure": {
        "premises": "Office of Harbour Works Ltd, 4 Example Street, Sampleton",
        "items": "Contracts and ledgers for 2024",
        "grounds": "The contracts were signed there",
        "statute": "Section 12 of the invented code: a court may order a search.",
        "possible_at_home": "A court of XA could order the same search.",
        "transport": "",
        "privilege": "Papers of lawyers are to be sealed unread.",
    },
    "tracing": {
        "property": "Flat bought in 2024",
        "holder": "Harbour Works Ltd",
        "location": "Sampleton",
        "value": "500000",
        "currency": "XXX",
        "known": "Paid from the account at First Invented Bank",
    },
}

_KINDS = {
    "statement": "STATEMENT",
    "service": "SERVICE",
    "bank_records": "DOCUMENTS",
    "business_records": "DOCUMENTS",
    "search_seizure": "SEARCH_SEIZE_FREEZE",
    "tracing": "TRACE_EVID",
}


def a_measure(module: str = "bank_records", measure_id: str = "m1", **changes: Any) -> dict[str, Any]:
    """Return one complete measure of that module."""
    measure = {
        "measure_id": measure_id,
        "kind": _KINDS[module],
        "module": module,
        "description": "Records of the account named below.",
        "sought": "Statements that show the incoming transfers.",
        "period_from": "2024-01-01",
        "period_to": "2024-12-31",
        "place": "",
        "link": "The bribe was paid into this account.",
        "form": "Certified copies",
        "special_procedure": "",
        "officials": "",
        "notify": "no",
        "questions": ["Who opened the account?"],
        "details": copy.deepcopy(_MODULES[module]),
    }
    return {**measure, **changes}


def a_person(person_id: str = "p1", **changes: Any) -> dict[str, Any]:
    """Return one complete natural person."""
    person = {
        "person_id": person_id,
        "kind": "natural",
        "role": "suspect",
        "name": "Ada Ficta",
        "variants": "",
        "birth_date": "1970-01-01",
        "nationality": "XA",
        "identity": "Passport XA-0001",
        "location": "Sampleton, XB",
        "register_number": "",
        "language": "en",
        "unknown": "",
    }
    return {**person, **changes}


AUTHORITIES: dict[str, Any] = {
    "requesting": {
        "state": "XA",
        "central_authority": "Ministry of Justice of XA",
        "address": "1 Example Square, Capital",
        "originating_authority": "",
    },
    "requested": {
        "state": "XB",
        "authority": "Office of the Attorney General of XB",
        "languages": ["en"],
        "node_id": "xb",
    },
    "basis": {
        "instrument": "United Nations Convention against Corruption",
        "mode": "uncac_mini_treaty",
        "articles": ["46"],
        "reciprocity": "",
        "dual_criminality": "Bribery is a crime in both States.",
    },
    "conducting": {
        "name": "Prosecutor of Capital",
        "functions": "Investigates and prosecutes corruption.",
        "officer": "Desk 4",
        "phone": "",
        "email": "desk4@example.org",
        "time_zone": "UTC",
        "languages": ["en"],
    },
}


def a_request(*measures: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a request from XA to XB of which nothing is missing."""
    request: dict[str, Any] = {
        "request_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "reference": "XA-2026-1",
        "title": "Harbour contracts",
        "language": "en",
        **AUTHORITIES,
        "contact": {"prior": "", "other_channels": ""},
        "urgency": {"level": "routine", "reason": "", "deadline": "", "deadline_reason": ""},
        "confidentiality": {"required": False, "scope": "", "contact": ""},
        "proceedings": {
            "stage": "investigation",
            "subject": "Bribery in the award of harbour contracts",
            "case_number": "I-17/2026",
            "offences": [
                {"label": "Bribery", "provision": "Whoever gives ...", "penalty": "10 years", "article": "15"},
            ],
            "conduct": "A manager paid an official for a contract.",
            "limitation_date": "",
            "legal_persons": False,
        },
        "facts": {"summary": "In 2024 a manager paid an official of XA through a bank in XB."},
        "persons": [a_person()],
        "persons_unknown": "",
        "measures": list(measures) or [a_measure()],
        "purpose": {
            "purpose": "Evidence in the investigation named above.",
            "use_limits": "",
            "undertakings": "",
            "return_originals": False,
        },
        "costs": {"extraordinary": False, "estimate": "", "payer": ""},
        "annexes": [],
        "translation": {"language": "", "certified": False, "note": ""},
        "signatory": {"name": "Berta Beispiel", "title": "Head of the central authority"},
        "sending": 0,
    }
    return {**copy.deepcopy(request), **changes}


def without(request: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a copy of the request in which the value at a dotted path is gone; digits name rows."""
    changed = copy.deepcopy(request)
    *parents, last = path.split(".")
    place: Any = changed
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    del place[int(last) if last.isdigit() else last]
    return changed
