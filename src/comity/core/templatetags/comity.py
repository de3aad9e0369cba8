"""`{% load comity %}`: the signature elements and common parts, drawn from the view models of `comity.core.parts`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from comity.core.articles import article_title, article_url
from comity.core.languages import language_name
from comity.core.mistakes import sentences
from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.forms import BoundField, Form
    from django.template import RequestContext
    from django.utils.safestring import SafeString

    from comity.core.parts import (
        Fact,
        FilterSentence,
        MeasureTable,
        Notice,
        Proof,
        Row,
        Status,
        Task,
        Timeline,
        Turn,
        WorkItem,
    )

register = template.Library()
COMPONENTS = "core/components/"
UNITS, KILO, THREE_DIGITS = ("B", "kB", "MB", "GB", "TB"), 1000, 100


@register.inclusion_tag(COMPONENTS + "whose_turn.html")
def whose_turn(turn: Turn) -> dict[str, Any]:
    """Draw who must act next."""
    return {"turn": turn}


@register.inclusion_tag(COMPONENTS + "timeline.html")
def timeline(lanes: Timeline) -> dict[str, Any]:
    """Draw the two-lane timeline."""
    return {"lanes": lanes}


@register.inclusion_tag(COMPONENTS + "measure_table.html")
def measure_table(table: MeasureTable) -> dict[str, Any]:
    """Draw the measure table."""
    return {"table": table}


@register.inclusion_tag(COMPONENTS + "proof.html")
def proof(panel: Proof, level: int = 2) -> dict[str, Any]:
    """Draw the proof panel; `level` is that of its heading."""
    return {"panel": panel, "level": level}


@register.simple_tag
def article(code: str) -> str:
    """Write the tag of an article of the Convention: `46(15)(c)`, small and quiet, leading to the rule; "" for none."""
    if not code:
        return ""
    url = article_url(code)
    if not url:
        return format_html('<span class="article"><bdi>{}</bdi></span>', code)
    title = article_title(code, get_language() or "en")
    return format_html(
        '<a class="article" href="{}"{}><span class="out-of-sight">{} </span><bdi>{}</bdi></a>',
        url, format_html(' title="{}"', title) if title else "", _("Article"), code,
    )  # fmt: skip


@register.simple_tag
def fact(mark: Fact) -> str:
    """Write how far a fact can be relied on; source and date on hover, focus and print."""
    told = [part for part in (mark.source, when(mark.at, "day")) if part]
    if not told:
        return format_html('<span class="fact {}">{}</span>', mark.standing, mark.standing.label)
    return format_html(
        '<span class="fact {}" tabindex="0">{} <span class="source">{}</span></span>',
        mark.standing, mark.standing.label, format_html_join(", ", "{}", ((part,) for part in told)),
    )  # fmt: skip


@register.simple_tag
def status(state: Status) -> str:
    """Write a status: shape and word before colour."""
    word = format_html('<span class="status {}">{}</span>', state.tone, state.label)
    return format_html("{} {}", word, article(state.article)) if state.article else word


@register.inclusion_tag(COMPONENTS + "task_list.html")
def task_list(tasks: list[Task]) -> dict[str, Any]:
    """Draw the task list of a draft."""
    return {"tasks": tasks}


@register.inclusion_tag(COMPONENTS + "summary_list.html")
def summary_list(rows: list[Row]) -> dict[str, Any]:
    """Draw questions and answers, each with its link to change it."""
    return {"rows": rows}


@register.inclusion_tag(COMPONENTS + "notice.html")
def notice(remark: Notice, level: int = 3) -> dict[str, Any]:
    """Draw a remark that blocks, weakens or advises."""
    return {"remark": remark, "level": level}


@register.inclusion_tag(COMPONENTS + "work_list.html")
def work_list(items: list[WorkItem]) -> dict[str, Any]:
    """Draw a list of work."""
    return {"items": items}


@register.inclusion_tag(COMPONENTS + "filter_sentence.html")
def filter_sentence(sentence: FilterSentence) -> dict[str, Any]:
    """Draw the filters of a list as a sentence."""
    return {"sentence": sentence}


@register.inclusion_tag(COMPONENTS + "tabs.html")
def tabs(links: list[Any], label: str = "") -> dict[str, Any]:
    """Draw tabs that are real pages; `links` are `parts.Link`."""
    return {"links": links, "label": label or _("Pages of this case")}


@register.inclusion_tag(COMPONENTS + "error_summary.html")
def error_summary(*forms: Form) -> dict[str, Any]:
    """Draw the list of errors that stands above a form and links to each field."""
    errors = []
    for form in forms:
        if form is None or not form.is_bound:
            continue
        for name in form.errors:
            if name == NON_FIELD_ERRORS:
                errors += [{"text": text} for text in form.non_field_errors()]
                continue
            bound = form[name]
            place = bound.id_for_label or bound.auto_id
            errors += [
                {"id": place, "label": "" if named else bound.label, "text": text} for text, named in sentences(bound)
            ]
    return {"errors": errors}


@register.simple_tag
def mistakes(bound: BoundField) -> list[str]:
    """Return the sentences about a wrong answer."""
    return [text for text, _named in sentences(bound)]


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw one form field: label, hint, error, input."""
    return bound.as_field_group()


@register.inclusion_tag(COMPONENTS + "pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any]) -> dict[str, Any]:
    """Draw the links between pages of a list, keeping the filters in the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "pages": list(pages), "query": query.urlencode(), "gap": page.paginator.ELLIPSIS}


@register.simple_tag
def when(moment: datetime | date | None, style: str = "") -> str:
    """Write a date or a time in the reader's language and zone, with the exact value for machines.

    `style` "short" leaves out the year, "day" leaves out the hour.
    """
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        name = {"short": "MONTH_DAY_FORMAT", "day": "DATE_FORMAT"}.get(style, "DATETIME_FORMAT")
        return format_html(
            '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), formats.date_format(local, name)
        )
    return _day(moment, "MONTH_DAY_FORMAT" if style == "short" else "DATE_FORMAT", get_language())


@lru_cache(maxsize=4096)
def _day(day: date, name: str, language: str | None) -> str:
    """Write a day in the language of the page, once: a list of parties to a treaty has four hundred of them."""
    del language  # the one that is active
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), formats.date_format(day, name))


@register.simple_tag
def waits(days: int) -> str:
    """Say for how many days something waits; what came today waits since today."""
    if days <= 0:
        return _("since today")
    return ngettext("waiting %(days)s day", "waiting %(days)s days", days) % {"days": days}


@register.filter
def shown(text: object) -> str:
    """Write out characters that cannot be seen, in text that came from outside."""
    return visible(str(text))


@register.filter
def language_named(tag: str) -> str:
    """Name the language of a tag (`zh-hans`) in the reader's language; a tag nobody knows stands as it was typed."""
    return visible(language_name(tag, get_language() or "en"))


@register.filter(is_safe=True)
def bracketed(text: object) -> str:
    """Add a remark in brackets, as the reader's language sets them: half width with a space before, or full width."""
    return pgettext("a remark after other words", " (%(text)s)") % {"text": text}


@register.filter
def size(octets: int) -> str:
    """Write a number of bytes for people: 1.4 GB."""
    amount, unit = float(octets), 0
    while amount >= KILO and unit < len(UNITS) - 1:
        amount, unit = amount / KILO, unit + 1
    digits = 0 if unit == 0 or amount >= THREE_DIGITS else 1
    return pgettext("amount and unit", "%(amount)s %(unit)s") % {
        "amount": formats.number_format(round(amount, digits), digits),
        "unit": UNITS[unit],
    }
