"""The finder: which State, what is wanted, what else matters, and whom to write to. Each step is a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.directory import queries, read
from comity.directory.access import Permission
from comity.directory.functions import AIMS, Aim
from comity.directory.names import resolve
from comity.directory.states import all_states
from comity.directory.views import language

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

URGENT = ("yes", "no")


@require_safe
@access.needs(Permission.CONTACTS_VIEW)
def find(request: HttpRequest) -> HttpResponse:
    """Ask step by step; what was answered stands in the address, and nothing of a case does."""
    asked = request.GET.get("state", "").strip()[:200]
    code = _code(asked)
    page: dict[str, Any] = {"page_title": _("Find an authority"), "asked": asked, "code": code, "step": 1}
    if code:
        page |= _after_state(request, code)
    page["missed"] = bool(asked) and not code
    return render(request, "directory/find.html", page)


def _code(asked: str) -> str:
    found = resolve(asked)
    if found is not None:
        return found.iso2
    return asked.upper() if asked.upper() in queries.known_places() else ""


def _after_state(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return the steps after the State is known."""
    told = {"state_name": read.place_name(code, language()), "step": 2}
    aims = [(aim.value, facts.name.get(language()), facts.article) for aim, facts in AIMS.items()]
    if request.GET.get("aim") not in set(Aim):
        return {**told, "aims": aims}
    aim = Aim(request.GET["aim"])
    told |= {"aim": aim.value, "aim_name": AIMS[aim].name.get(language()), "aim_article": AIMS[aim].article, "step": 3}
    territories = [(one.iso2, one.name.get(language())) for one in all_states().values() if one.part_of == code]
    urgent, where = request.GET.get("urgent"), request.GET.get("where", "")
    if urgent not in URGENT or where not in {"", *(one for one, _name in territories)}:
        return {**told, "territories": territories}
    rows = read.function_rows([where or code], language())
    row = next(one for one in rows if one.function is AIMS[aim].function)
    named = [one.entry for one in row.authorities if one.entry.designated]
    sheets = read.entry_sheets(named, where or code, language())
    return {
        **told,
        "step": 4,
        "urgent": urgent == "yes",
        "where": where,
        "where_name": read.place_name(where, language()) if where else "",
        "row": row,
        "sheets": list(zip(sheets, [one.life for one in row.authorities], strict=False)) if named else [],
    }
