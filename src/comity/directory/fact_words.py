"""What pages call the sorts of facts, their cells and the answers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.directory.read_treaties import FAMILIES
from comity.kernel.languages import Text
from comity.law.facts import Act, Effect, Family, Notified, PairStatus, Rule, RuleValue
from comity.law.facts.cells import Sort
from comity.law.facts.rows import PAIR_WORDS, RULE_WORDS, VALUE_WORDS

if TYPE_CHECKING:
    from enum import StrEnum

    from comity.core.parts import Words

SORTS: Final[dict[Sort, Words]] = {
    Sort.INSTRUMENT: _("A treaty, a memorandum or another instrument"),
    Sort.PARTY: _("Who signed an instrument or is bound by it"),
    Sort.NOTIFICATION: _("What a State notified to the depositary"),
    Sort.DECLARATION: _("A declaration or reservation"),
    Sort.PAIR: _("How an instrument stands between two"),
    Sort.RULE: _("What the law of a State asks"),
}
CELLS: Final[dict[str, Words]] = {
    "instrument": pgettext_lazy("a treaty", "Instrument"),
    "name_en": _("Name in English"),
    "name_zh": _("Name in Chinese"),
    "family": _("What sort of instrument it is"),
    "place": _("State or territory"),
    "other": _("The other State or territory"),
    "bound": _("Bound from"),
    "articles": _("What it covers by which articles"),
    "topics": _("What it also covers, by articles not known"),
    "offences": _("Only these offences"),
    "measures": _("Only these kinds of assistance"),
    "condition_en": _("Condition, in English"),
    "condition_zh": _("Condition, in Chinese"),
    "no_dual_criminality": _("Where it does not ask that the conduct be an offence in both States"),
    "fiscal_refusal": _("It lets a State refuse because a matter is fiscal"),
    "is_own_basis": _("A State that needs a treaty for extradition must take it as one"),
    "signed": _("Signed on"),
    "deposited": _("Deposited on"),
    "act": _("By what act"),
    "ended": _("No longer bound from"),
    "article": _("Article, or provision of its law"),
    "value": _("What it says"),
    "answer": _("Its answer, where the article asks yes or no"),
    "effect": _("What it does to cooperation"),
    "kinds": _("Kinds of cooperation it touches; none means all"),
    "status": _("How it stands between the two"),
    "rule": _("What its law asks"),
    "valid_from": _("Holds from"),
    "valid_to": _("No longer holds from"),
    "text_en": _("In a sentence, in English"),
    "text_zh": _("In a sentence, in Chinese"),
    "source": pgettext_lazy("of a fact", "Source"),
    "source_date": _("Day on which the source said so"),
    "verified": _("I have compared this with the source"),
    "disputed": _("Another source says otherwise"),
}
HINTS: Final[dict[str, Words]] = {
    "articles": _("For example: mla: 1, 2; extradition: 20"),
    "value": _(
        "Under 46(14): language tags, such as en fr. Under any other article that asks no yes or no: its words."
    ),
    "answer": _("Under 44(6) and 55(6) of the Convention, or 16(5) of the one against organized crime."),
    "article": _("Under which the State said so; for its law, the act and section."),
    "other": _("For a bilateral treaty or a memorandum."),
    "bound": _("Left empty where it only signed; of the United Nations conventions it follows from the deposit."),
    "ended": _("The day from which a withdrawal took effect."),
    "valid_from": _("Left empty: ever since."),
    "valid_to": _("Left empty: it still holds. The history stays: enter a new fact for what came after."),
    "text_en": _("Left empty, it says itself."),
    "source": _("Symbol and title of the document, or who told it and how."),
    "disputed": _("Then what comes with the program stands beside it, and no answer that rests on it is certain."),
}
ACTS: Final[dict[StrEnum, Words]] = {
    Act.RATIFICATION: _("ratification"),
    Act.ACCEPTANCE: _("acceptance"),
    Act.APPROVAL: _("approval"),
    Act.ACCESSION: _("accession"),
    Act.SUCCESSION: _("succession"),
    Act.EXTENSION: _("extension to a territory"),
}
EFFECTS: Final[dict[StrEnum, Words]] = {
    Effect.NONE: _("none"),
    Effect.CONDITION: _("sets a condition"),
    Effect.EXCLUDES: _("excludes it"),
}


NOTIFIED: Final[dict[StrEnum, Words]] = {
    Notified.YES: pgettext_lazy("a State notified", "Yes"),
    Notified.NO: pgettext_lazy("a State notified", "No"),
    Notified.CONDITIONAL: _("Yes, under a condition"),
    Notified.SILENT: _("It is known that it notified nothing"),
}


def answers(column: str, language: str) -> list[tuple[str, Words]]:
    """Return the answers that are possible in a cell, with their words; none for free text."""
    of: dict[str, list[tuple[str, Words]]] = {
        "family": [(one.value, words) for one, words in FAMILIES.items() if one is not Family.UNCAC],
        "act": [(one.value, words) for one, words in ACTS.items()],
        "effect": [(one.value, words) for one, words in EFFECTS.items()],
        "status": [(one.value, _said(one, PAIR_WORDS[one], language)) for one in PairStatus],
        "rule": [(one.value, _said(one, RULE_WORDS[one], language)) for one in Rule],
    }
    return of.get(column, [])


def rule_answers(language: str) -> list[tuple[str, Words]]:
    """Return what the law of a State may answer."""
    return [(one.value, _said(one, VALUE_WORDS[one], language)) for one in RuleValue]


def _said(one: StrEnum, chinese: str, language: str) -> str:
    return Text(one.value.replace("_", " "), chinese).get(language)
