"""On what basis and by which channel to ask, before there is a case: nothing is stored, no case is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.forms.legal_basis import BasisForm
from comity.cases.queries.legal_basis import answered
from comity.cases.views.base import our_state
from comity.core import access
from comity.core.parts import Link
from comity.directory.channels import known_tree
from comity.directory.known import known_facts
from comity.law.channels import walk
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from comity.directory.channels import AskedTree
    from comity.law.channels import Step, Tree


def _tabs(request: HttpRequest) -> list[Link]:
    here = ((_("Legal basis"), "cases:basis"), (_("Which channel"), "cases:channel"))
    return [Link(label, reverse(name), current=request.path == reverse(name)) for label, name in here]


@require_safe
@access.needs(Permission.LAW_READ)
def basis(request: HttpRequest) -> HttpResponse:
    """Ask on what legal basis, and show every basis with its articles and facts; the address holds the question."""
    facts, today = known_facts(), timezone.localdate()
    asked = "asked" in request.GET
    begin: dict[str, Any] = {"asking": our_state(), "coercive": "", "kind": request.GET.get("kind", "mla")}
    form = BasisForm(request.GET if asked else None, facts=facts, initial=begin)
    shown = answered(form.question(today), get_language() or "en") if asked and form.is_valid() else None
    page = {"page_title": _("Legal basis"), "form": form, "answer": shown, "pages": _tabs(request)}
    return render(request, "cases/basis.html", page)


@require_safe
@access.needs(Permission.LAW_READ)
def channel(request: HttpRequest) -> HttpResponse:
    """Ask one question after the other until an advice; the address holds the answers, none of a case."""
    asked, language = known_tree(), get_language() or "en"
    answers = {code: request.GET[code] for code in asked.tree.questions if request.GET.get(code)}
    page = {"page_title": _("Which channel"), "pages": _tabs(request), **follow(asked, answers, language)}
    return render(request, "cases/channel.html", page)


def follow(asked: AskedTree, answers: dict[str, str], language: str) -> dict[str, Any]:
    """Return what a page shows of a walk: the answers, the next question or the advice, and what does not fit."""
    step, wrong = _walk(asked.tree, answers)
    kind = step.advice.kind if step.advice else None
    return {
        "step": step,
        "wrong": wrong.text.get(language).format(**wrong.params) if wrong else "",
        "path": _path(step, language),
        "asked": step.question and _asked(step, language),
        "advised": step.advice.code if step.advice else "",
        "text": step.advice.text.get(language) if step.advice else "",
        "basis_url": f"{reverse('cases:basis')}?{urlencode({'kind': kind.value})}" if kind else "",
        "version": asked.tree.version,
        "origin": asked.origin.get(language),
        "kept": [(query.code, choice.code) for query, choice in step.path],
    }


def _walk(tree: Tree, answers: dict[str, str]) -> tuple[Step, RuleViolation | None]:
    """Follow the answers; where one does not fit, begin anew and say why."""
    try:
        return walk(tree, answers), None
    except RuleViolation as problem:
        return walk(tree, {}), problem


def _asked(step: Step, language: str) -> dict[str, Any]:
    if step.question is None:
        return {}
    return {
        "code": step.question.code,
        "text": step.question.text.get(language),
        "articles": step.question.articles,
        "answers": [(one.code, one.text.get(language)) for one in step.question.answers],
    }


def _path(step: Step, language: str) -> list[dict[str, str]]:
    """Return what was answered, each with the address at which it is answered anew."""
    found, kept = [], dict[str, str]()
    for query, choice in step.path:
        again = f"?{urlencode(kept)}" if kept else reverse("cases:channel")
        found.append({"question": query.text.get(language), "answer": choice.text.get(language), "url": again})
        kept[query.code] = choice.code
    return found
