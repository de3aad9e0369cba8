"""The invented authorities of XA and XB, and what their nodes state of treaties: rows as in files of the directory."""

from __future__ import annotations

from typing import Final

SOURCE: Final = {"source": "invented for the demonstration", "source_date": "2026-01-01", "verified": "yes"}
OFFICES: Final = (
    ("mla", "Central Authority of {state}", "{state} 中央机关"),
    ("extradition", "Office for Extradition of {state}", "{state} 引渡事务处"),
    ("asset_recovery", "Asset Recovery Desk of {state}", "{state} 资产追回处"),
    ("prevention", "Bureau for Prevention of {state}", "{state} 预防局"),
    ("civil_administrative", "State Counsel of {state}", "{state} 国家律师处"),
)
NOBODY: Final = (("XB", "civil_administrative"),)  # a normal answer: nobody is designated
HOW: Final = {
    "XA": {"electronic": "alone", "electronic_conditions": "Sealed to its key", "largest_megabytes": "2000",
           "formats": "PDF; any other as evidence", "time_zone": "Africa/Nairobi", "around_the_clock": "yes"},
    "XB": {"electronic": "with_paper", "electronic_conditions": "Sealed to its key", "largest_megabytes": "500",
           "formats": "PDF", "formalities": "The signed original follows by post", "time_zone": "Asia/Shanghai",
           "help_given": "No interception; bank records from 10,000 XBC",
           "executing": "Court of First Street: searches"},
}  # fmt: skip
FACTS: Final = (
    {
        "sort": "instrument", "instrument": "XA-XB-MOU", "family": "memorandum", "place": "XA", "other": "XB",
        "name_en": "Memorandum between the police of XA and of XB (invented)",
        "name_zh": "XA 与 XB 警方谅解备忘录（虚构）",
        "bound": "2019-04-01", "articles": "law-enforcement: 2, 3", **SOURCE,
    },
    {
        "sort": "notification", "instrument": "UNCAC", "place": "XB", "article": "46(14)", "value": "en zh-hans",
        "text_en": "XB accepts requests in English and Chinese (invented)",
        "text_zh": "XB 接受英文和中文的请求（虚构）",
        **SOURCE,
    },
)  # fmt: skip


def authorities() -> list[dict[str, str]]:
    """Return the authorities of both States, five functions each, of which one has nobody."""
    return [
        {**_row(state, *office), "authority": f"01900000-0000-7000-8000-{number:012}"}
        for number, (state, office) in enumerate(((state, office) for state in HOW for office in OFFICES), 1)
    ]


def authorities_at_the_hub() -> list[dict[str, str]]:
    """Return what States' editors told the hub: the same, but one authority has another telephone by now."""
    first, *others = authorities()
    return [{**first, "phone": "+00 101"}, *others]


def _row(state: str, function: str, english: str, chinese: str) -> dict[str, str]:
    about = {"place": state, "functions": function, "electronic": "unknown", **SOURCE}
    if (state, function) in NOBODY:
        return {**about, "none_designated": "yes"}
    named = {"name_en": english.format(state=state), "name_zh": chinese.format(state=state)}
    reached = {
        "address": f"1 First Street, Capital of {state}", "phone": "+00 100", "urgent_phone": "+00 199",
        "instruments": "UNCAC", "made_known": "notified" if function in {"mla", "prevention"} else "directory",
        "ways": "platform; post; diplomatic", "spoken": "en", "languages": "en; zh-hans", "hours": "09:00-17:00",
    }  # fmt: skip
    return {**about, **named, **reached, **HOW[state]}
