"""Rules for documents in Russian: the names of treaties; all else is read by structure, as in English."""

from __future__ import annotations

from dataclasses import replace

from comity.library.reading.languages import en
from comity.library.reading.languages.rules import pairs

_CONVENTION = r"\b[Кк]онвенци[а-я]{1,3}"
_AGAINST = rf"{_CONVENTION} (?:Организации Объединенных Наций |ООН )?против "
RULES = replace(
    en.RULES,
    language="ru",
    instruments=pairs(
        ("untoc", rf"{_AGAINST}(?:транснациональной )?организованной преступности"),
        ("au-corruption", rf"{_CONVENTION} Африканского союза о предупреждении коррупции и борьбе с ней"),
        ("oas-corruption", r"\bМежамериканск[а-я]{2,3} конвенци[а-я]{1,3} (?:против коррупции|о борьбе с коррупцией)"),
        ("arab-corruption", r"\bАрабск[а-я]{2,3} конвенци[а-я]{1,3} (?:против коррупции|о борьбе с коррупцией)"),
        (
            "drugs-1988",
            (
                rf"{_CONVENTION} (?:Организации Объединенных Наций |ООН )?о борьбе против незаконного оборота "
                r"наркотических средств и психотропных веществ(?: 1988 года)?"
            ),
        ),
        ("uncac", rf"{_AGAINST}коррупции"),
        ("rules-of-procedure", r"\b[Пп]равил[а-я]{0,3} процедуры"),
        (
            "",
            (
                r"\b(?:[А-Я][а-я-]+ кодекс[а-я]{0,2}|[Кк]одекс[а-я]{0,2} [а-я]+|[Зз]акон[а-я]{0,2} (?:«[^»]{1,80}»|№ ?[\w./-]+)"
                r"|(?:Договор|Соглашени|Протокол)[а-я]{0,2}\b|Конституци[а-я]{1,2}\b)"
            ),
        ),
        ("the_convention", rf"{_CONVENTION}\b"),
    ),
)
