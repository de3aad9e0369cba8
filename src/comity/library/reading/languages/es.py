"""Rules for documents in Spanish: the names of treaties; all else is read by structure, as in English."""

from __future__ import annotations

from dataclasses import replace

from comity.library.reading.languages import en
from comity.library.reading.languages.rules import pairs

_AGAINST = r"Convención (?:de las Naciones Unidas )?contra "
RULES = replace(
    en.RULES,
    language="es",
    instruments=pairs(
        ("untoc", rf"{_AGAINST}la (?i:delincuencia organizada)(?i: transnacional)?"),
        ("au-corruption", r"Convención de la Unión Africana para (?i:prevenir y combatir la corrupción)"),
        ("oas-corruption", r"Convención (?i:interamericana contra la corrupción)"),
        ("arab-corruption", r"Convención (?i:árabe contra la corrupción)"),
        (
            "drugs-1988",
            rf"{_AGAINST}el (?i:tráfico ilícito de estupefacientes y sustancias p?sicotrópicas)(?: de 1988)?",
        ),
        ("uncac", rf"{_AGAINST}la (?i:corrupción)"),
        ("rules-of-procedure", r"[Rr]eglamento (?:provisional|de la Conferencia)"),
        (
            "",
            (
                r"\b(?:Código (?:de (?:la )?|del )?[A-ZÁÉÍÓÚa-záéíóúñ]+(?: Penal| Civil)?|Ley (?:[Nn][°ºo.]+ ?)?[\d./-]+"
                r"|(?:Tratado|Acuerdo|Protocolo)\b(?: [a-záéíóúñ]+){0,3}|Constitución\b)"
            ),
        ),
        ("the_convention", r"\bConvención\b"),
    ),
)
