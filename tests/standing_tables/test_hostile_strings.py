"""Hostile text through every form: kept as typed, shown as text, hidden controls written out, never an error."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from comity.cases.actions.keeping import join
from comity.cases.forms.questions import LinesField
from comity.cases.models import Case
from comity.cli.demo.pages import Page
from comity.core.forms import PlainTextField
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.kernel.errors import ComityError
from comity.law.assistance import MODULES
from comity.law.sections import SECTIONS
from comity.wire.request import RequestV1
from tests.builders import cases
from tests.builders.cases import NOW
from tests.builders.requests import a_request
from tests.standing_tables.display import shown
from tests.standing_tables.hostile_strings import BATCHES, CONTROLS, HOSTILE, HUGE, NULS, batch
from tests.standing_tables.test_headers import read

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from tests.standing_tables.world import World

TURNS = 2  # through the pages; every string in every field is `test_every_field`, in memory
READING = ("case", "case-request", "case-people", "case-law", "case-file", "case-audit", "case-messages")


def page_of(response: HttpResponse, path: str) -> Page:
    return Page(response.status_code, path, response.content, {"content-type": response.headers["Content-Type"]})


def squashed(text: str) -> str:
    """Return what of a text can be seen, in one normal form: blanks and control characters are not counted."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c) not in {"Cc", "Cs"} and not c.isspace())


def shown_text(body: bytes) -> str:
    _faults, text = read(body)
    return text


def assert_harmless(response: HttpResponse, where: str) -> None:
    """Nothing typed became markup, and nothing hidden stands in the text that is shown."""
    assert response.status_code < 500, where
    faults, text = read(response.content)
    assert faults == [], where
    hidden = sorted(f"U+{ord(c):04X}" for c in set(CONTROLS).intersection(text))
    assert hidden == [], where


def chosen(field: forms.CharField, start: int) -> str:
    """Return as many strings as a field takes, beginning at one of them: one for a line, many for an area."""
    turned = HOSTILE[start % len(HOSTILE) :] + HOSTILE[: start % len(HOSTILE)]
    if isinstance(field, LinesField):
        return "\n".join([one for one in turned if one.strip() and len(one) <= field.each][: min(field.count, 20)])
    limit = field.max_length or 4_000
    fitting = [one for one in turned if len(one) <= limit]
    if not isinstance(field.widget, forms.Textarea):
        return fitting[0]
    text, taken = "", 0
    while taken < len(fitting) and len(text) + len(fitting[taken]) + 2 < min(limit, 4_000):
        text, taken = f"{text}{fitting[taken]}\n", taken + 1
    return text


def text_fields(form: forms.Form) -> dict[str, forms.CharField]:
    """Return the fields of a form that take any text."""
    return {
        name: field
        for name, field in form.fields.items()
        if type(field) in {forms.CharField, PlainTextField, LinesField} and not field.widget.is_hidden
    }


def send(client: Client, path: str, typed: dict[str, str], **further: str) -> Page:
    """Type into the form of a page, send it, and return the page as it is opened again, or as it came back."""
    page = page_of(client.get(path), path)
    form = page.form(field=next(iter(typed)))
    data = {name: values[0] for name, values in form.values.items() if values} | typed | further
    answer = client.post(path, data)
    assert_harmless(answer, path)
    if answer.status_code == 302:
        answer = client.get(path)
        assert_harmless(answer, path)
    return page_of(answer, path)


def lost(page: Page, typed: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return what was typed and does not stand in the form any more."""
    form = page.form(field=next(iter(typed)))
    now = {name: "".join(form.values.get(name, [])) for name in typed}
    return [(name, text, now[name]) for name, text in typed.items() if squashed(now[name]) != squashed(text)]


def drafting_forms(world: World, client: Client) -> dict[str, str]:
    """Return name -> address of every form of a draft; the measures of all six sorts exist already."""
    case = world.cases["draft"]
    found = {key: world.address("cases:draft-section", "draft", key=key) for key in SECTIONS}
    found["person"] = world.address("cases:draft-person", "draft")
    for module in MODULES:
        path = found[f"measure {module}"] = world.address("cases:draft-measure", "draft", measure_id=f"m-{module}")
        client.post(path, {"module": module, "shown": "module", "version": "0"})
    assert case.measures.count() == len(MODULES) + 1
    return found


def test_there_are_two_hundred_strings() -> None:
    assert len(HOSTILE) >= 200


def test_drafting_forms_keep_what_was_typed_and_show_it_as_text(world: World) -> None:
    client = world.client("drafter")
    gone, seen = [], set()
    for number, (name, path) in enumerate(drafting_forms(world, client).items()):
        fields = text_fields(client.get(path).context["form"])
        for turn in range(TURNS if fields else 0):
            first = turn * ceil(len(HOSTILE) / TURNS) + number
            starts = {one: first + place * 11 for place, one in enumerate(fields)}
            typed = {one: chosen(fields[one], start) for one, start in starts.items()}
            seen.update(*(text.split("\n") for text in typed.values()))
            gone += [(name, *what) for what in lost(send(client, path, typed), typed)]
    assert gone == []
    assert len({text for text in HOSTILE if text in seen}) == len([text for text in HOSTILE if "\n" not in text])
    for page in (*READING, "draft", "draft-check", "draft-history", "review-ask"):
        assert_harmless(client.get(world.address(f"cases:{page}", "draft")), page)
    text = shown_text(client.get(world.address("cases:case-request", "draft")).content)
    assert "⟦U+202E⟧" in text
    preview = world.address("cases:draft-preview", "draft")
    assert client.get(preview).status_code == 302, "no font has every character: told in words, not an error of ours"


@pytest.mark.parametrize("text", [*NULS, *HUGE], ids=[f"odd {n}" for n in range(len(NULS) + len(HUGE))])
def test_control_characters_and_floods_are_cleaned_or_shown_again(world: World, text: str) -> None:
    case = cases.a_draft(world.cast, filled=False)
    client = world.client("drafter")
    for key, name in (("facts", "facts_summary"), ("proceedings", "proceedings_subject")):
        path = f"/requests/{case.pk}/draft/{key}/"
        page = send(client, path, {name: text})
        assert page.status < 500
        assert lost(page, {name: text}) == []


def incoming(number: int) -> dict[str, Any]:
    """Return a request whose every free text is another of the strings."""
    request, place = a_request(), number * 53

    def turned(value: Any, name: str) -> Any:
        nonlocal place
        if isinstance(value, dict):
            return {key: turned(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [turned(one, name) for one in value]
        if isinstance(value, str) and name in FREE:
            place += 1
            hidden = sorted(WIRE_CONTROLS)[place % len(WIRE_CONTROLS)] if WIRE_CONTROLS else ""
            return f"{WIRE_TAKES[place % len(WIRE_TAKES)]}{hidden}z"
        return value

    return {key: turned(one, key) for key, one in request.items()}


FREE = {
    "title", "central_authority", "address", "originating_authority", "authority", "instrument", "functions", "officer",
    "prior", "reason", "deadline_reason", "scope", "subject", "case_number", "label", "provision", "penalty", "conduct",
    "summary", "name", "variants", "identity", "location", "register_number", "unknown", "description", "sought",
    "place",
    "link", "form", "special_procedure", "officials", "bank", "branch", "account_name", "account_number",
    "document_types", "certificate", "purpose", "use_limits", "undertakings", "estimate", "payer", "note",
}  # fmt: skip


def _taken(text: str) -> bool:
    """Say whether the wire takes a text; what it refuses never reaches a page."""
    try:
        RequestV1.from_json({**a_request(), "title": text})
    except ComityError:
        return False
    return len(text) < 200


WIRE_CONTROLS = {control for control in CONTROLS if _taken(f"a{control}z")}
WIRE_TAKES = [text for text in HOSTILE if _taken(text)]


def test_request_of_another_state_is_shown_as_text_in_every_language(world: World) -> None:
    assert len(WIRE_TAKES) > 150
    officer, registry = world.client("case_officer"), world.client("registry")
    for number in range(4):
        case = cases.an_arrived(**{key: value for key, value in incoming(number).items() if key != "request_id"})
        assert_harmless(registry.get(f"/requests/{case.pk}/register/"), "register")
        assert_harmless(registry.get("/requests/arrived/"), "arrived")
        join(case, world.cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
        Case.objects.filter(pk=case.pk).update(step="registered")
        for language in ("en", "zh-hans", "ar"):
            Officer.objects.update(language=language)
            for page in (*READING, "request-examine", "clarification-ask", "request-decide", "measures-assign"):
                assert_harmless(officer.get(reverse(f"cases:{page}", args=[case.pk])), f"{page} {language}")
            assert_harmless(officer.get("/requests/"), "list")
            assert_harmless(officer.get("/"), "home")


def test_notes_and_results_are_shown_as_text(world: World) -> None:
    officer, executing = world.client("case_officer"), world.client("executing_authority")
    for turn in range(BATCHES):
        text = "\n".join(one for one in batch(turn) if len(one) < 200)
        before = transaction.savepoint()
        ask = world.address("cases:clarification-ask", "registered")
        answer = officer.post(ask, {"own": text, "note": text})
        assert answer.status_code == 302, page_of(answer, ask).text[:500]
        assert_harmless(officer.get(world.address("cases:case-law", "registered")), "law")
        assign = world.address("cases:measure-assign", "executing")
        eli = str(world.cast.officer(Role.EXECUTING_AUTHORITY).pk)
        assert officer.post(assign, {"officer": eli, "instructions": text}).status_code == 302
        measure = world.address("cases:measure", "executing")
        assert executing.post(measure, {"result": "executed", "text": text}).status_code == 302
        for path in (measure, world.address("cases:case-evidence", "executing")):
            assert_harmless(executing.get(path), path)
        for page in ("material-deliver", "case", "case-law", "case-people"):
            assert_harmless(officer.get(world.address(f"cases:{page}", "executing")), page)
        transaction.savepoint_rollback(before)


def test_names_of_evidence_are_shown_as_text_and_offered_as_plain_names(world: World) -> None:
    executing = world.client("executing_authority")
    add = world.address("cases:evidence-add", "executing")
    for text in HOSTILE:
        file = BytesIO(b"content")
        file.name = text if Path(text).name not in {"", ".", ".."} else "paper.pdf"
        given = {"file": file, "name": text[:200], "collector": text[:200], "handling": text[:200]}
        answer = executing.post(add, given)
        assert answer.status_code == 302
    told = sum(one.level_tag == "error" for one in get_messages(answer.wsgi_request))  # nobody read them in between
    page = executing.get(world.address("cases:measure", "executing"))
    assert_harmless(page, "measure")
    case = world.cases["executing"]
    assert case.evidence.count() == len(HOSTILE) + 1 - told, "what was not added was told"
    assert told < 10
    for one in case.evidence.all():
        answer = executing.get(world.address("cases:evidence-download", "executing", evidence_id=one.evidence_id))
        b"".join(answer.streaming_content)
        offered = answer.headers["Content-Disposition"]
        assert offered.startswith("attachment; filename=")
        assert offered.isascii()
        assert not re.search(r"[\r\n\\/]|\.\./", offered), offered
        assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.browser
@pytest.mark.enable_socket
def test_nothing_that_was_typed_runs_even_without_a_policy(world: World) -> None:
    """With the policy on scripts lifted, a browser opens the pages that hold all strings, and nothing happens."""
    client, officer = world.client("drafter"), world.client("case_officer")
    path = world.address("cases:draft-section", "draft", key="facts")
    pages = {}
    for turn in range(BATCHES):
        text = "\n".join(batch(turn))
        send(client, path, {"facts_summary": text})
        pages[f"/form/{turn}"] = client.get(path).content.decode()
        pages[f"/request/{turn}"] = client.get(world.address("cases:case-request", "draft")).content.decode()
    case = cases.an_arrived(**{key: value for key, value in incoming(1).items() if key != "request_id"})
    join(case, world.cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    for page in (*READING, "request-examine", "clarification-ask", "request-decide"):
        pages[f"/{page}"] = officer.get(reverse(f"cases:{page}", args=[case.pk])).content.decode()
    with shown({**pages, "/bait": "<!doctype html><title>x</title><script>window.pwned=1</script>"}) as page:
        page.goto("/bait")
        assert page.evaluate("() => window.pwned") == 1, "a page that runs would be noticed"
        for address in pages:
            page.goto(address)
            assert page.evaluate("() => window.pwned") is None, address
            assert page.locator("main").is_visible(), address
