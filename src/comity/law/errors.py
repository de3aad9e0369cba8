"""The one error of this layer: a rule of law that was not kept, with its article and words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from comity.kernel.languages import Text


class RuleViolation(ComityError):  # noqa: N818 (the name that all layers use)
    """An act that the Convention does not allow as things stand.

    Attributes:
        code: the rule, for example `consultation_before_refusal`.
        article: its article, for example `46(26)`; empty where the rule is ours.
        text: what is wrong and how to go on, for the person who tried.
    """

    def __init__(self, code: str, text: Text, *, article: str = "", **params: object) -> None:
        super().__init__(code, text.en, permanent=True, **params)
        self.article = article
        self.text = text
