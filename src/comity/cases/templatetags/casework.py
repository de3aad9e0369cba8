"""`{% load casework %}`: what pages of drafts need beyond the common components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.forms.remarking import RemarkForm
from comity.cases.queries import drafts, remarks
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

    from comity.cases.differences import Piece
    from comity.cases.models import Case
    from comity.cases.queries.clauses import Shown
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


@register.inclusion_tag("cases/parts/remarks.html", takes_context=True)
def draft_remarks(context: RequestContext, case: Case, back: str, part: str = "") -> dict[str, Any]:
    """Draw the comments on a draft, on one part of it where `part` names one, and the form for another.

    `back` says where the reader is: on a part, on the review, or on the page of all comments.
    """
    actor, language = actor_of(context["request"]), get_language() or "en"
    may_write = case.step in rules.UNSIGNED and access.may(actor, Permission.REMARK_WRITE, case)
    form = context.get("form")
    if may_write and not isinstance(form, RemarkForm):
        places = {part: part} if part else remarks.places_of(case, language)
        form = RemarkForm(places=places, insists=bool(actor.roles & remarks.MAY_INSIST), part=part)
    return {
        "case": case,
        "remarks": remarks.remarks_of(case, actor, language, part=part or None),
        "form": form,
        "back": back,
        "part": part,
        "may_write": may_write,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def pieces(found: Iterable[Piece]) -> SafeString:
    """Draw pieces of two texts: removed ones struck through, added ones underlined, both said aloud too."""
    drawn = []
    for one in found:
        words = {"removed": _("removed:"), "added": _("added:")}.get(one.kind)
        tag = {"removed": "del", "added": "ins"}.get(one.kind, "span")
        said = format_html('<span class="out-of-sight">{} </span>', words) if words else ""
        drawn.append((format_html("<{}>{}{}</{}>", tag, said, visible(one.text), tag),))
    return format_html_join("", "{}", drawn)


@register.simple_tag
def piece_alone(one: Piece) -> SafeString:
    """Draw one piece of two texts."""
    return pieces([one])


@register.filter
def at(found: Mapping[Any, Any] | None, name: Any) -> Any:
    """Return what a mapping has under a name; nothing where there is no mapping."""
    return (found or {}).get(name)


@register.filter
def clause_title(clause: Shown, language: str) -> str:
    """Return what a clause is called in the language of the letter."""
    return clause.title(language)


@register.filter
def clause_text(clause: Shown, language: str) -> str:
    """Return what a clause says in the language of the letter."""
    return clause.text(language)
