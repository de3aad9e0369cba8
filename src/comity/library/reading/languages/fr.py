"""Rules for documents in French: the names of treaties; all else is read by structure, as in English."""

from __future__ import annotations

from dataclasses import replace

from comity.library.reading.languages import en
from comity.library.reading.languages.rules import pairs

_AGAINST = r"Convention (?:des Nations Unies )?contre "
RULES = replace(
    en.RULES,
    language="fr",
    instruments=pairs(
        ("untoc", rf"{_AGAINST}la criminalité (?:transnationale )?organisée"),
        ("au-corruption", r"Convention de l['’]Union africaine sur la prévention et la lutte contre la corruption"),
        ("oas-corruption", r"Convention interaméricaine contre la corruption"),
        ("arab-corruption", r"Convention arabe (?:contre|(?:de|pour la) lutte contre) la corruption"),
        (
            "drugs-1988",
            rf"{_AGAINST}le trafic illicite de stupéfiants et de substances psychotropes(?: de 1988)?",
        ),
        ("uncac", rf"{_AGAINST}la corruption"),
        ("rules-of-procedure", r"[Rr]èglement intérieur"),
        (
            "",
            (
                r"\b(?:[Cc]ode (?:de (?:la |l['’])?|du |des )?[a-zà-ÿ]+(?: pénale?| civile?)?|[Ll]oi n[°ºo] ?[\d./-]+"
                r"|(?:Traité|Accord|Protocole)\b(?: [a-zà-ÿ]+){0,3}|Constitution\b)"
            ),
        ),
        ("the_convention", r"\bConvention\b"),
    ),
)
