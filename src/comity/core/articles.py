"""Articles of the Convention on pages: the title beside a tag, and the page that explains the rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.core.addresses import address
from comity.law.articles import article

_CODE = re.compile(r"\d{1,2}(?:\(\d{1,2}\))?(?:\([a-z]{1,3}\))?(?:\([ivx]{1,4}\))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a page shows it."""

    code: str
    title: str
    text: str


def is_article(code: str) -> bool:
    """Return whether `code` has the form of an article: `46`, `46(15)`, `46(15)(c)`."""
    return bool(_CODE.fullmatch(code))


def rule_of(code: str, language: str) -> Rule | None:
    """Return the rule in the reader's language, or None where the law layer does not describe it."""
    known = article(code)
    return Rule(known.code, known.title.get(language), known.text.get(language)) if known else None


def article_title(code: str, language: str) -> str:
    """Return the rule's title in the reader's language, or nothing."""
    rule = rule_of(code, language)
    return rule.title if rule else ""


def article_url(code: str) -> str:
    """Return the address of the page that explains the rule."""
    return address("article", code) if is_article(code) else ""
