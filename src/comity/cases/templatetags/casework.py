"""`{% load casework %}`: what pages of drafts need beyond the common components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import get_language

from comity.cases.queries import drafts

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.kernel.languages import Text
    from comity.law.contents import Finding

register = template.Library()


@register.filter
def in_language(text: Text) -> str:
    """Write a text of the law layer in the reader's language."""
    return text.get(get_language() or "en")


@register.inclusion_tag("core/components/notice.html")
def finding_notice(finding: Finding) -> dict[str, Any]:
    """Draw one thing that is missing, as blocking or as weakening."""
    return {"remark": drafts.notice(finding, get_language() or "en"), "level": 3}


@register.simple_tag
def draft_rows(case: Case, part: str) -> list[drafts.DraftRow]:
    """Return the persons or the measures of a draft, each with what it misses."""
    return drafts.rows_of(case, part, get_language() or "en")
