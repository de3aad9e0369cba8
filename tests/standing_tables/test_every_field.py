"""Every hostile string in every field that takes text: the whole product, in memory.

The forms are those that the pages of the table give to their readers, found and not listed, so that a new one is among
them. A string stands in a field as text when the field is drawn as with a plain word, but for that word: then nothing
of the string can be markup, whatever it is. What a request says is looked at in the same way, in each language.
"""

from __future__ import annotations

import copy
import csv
import io
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from comity.cases.queries import export, overview
from comity.kernel.plaintext import visible
from comity.wire.request import RequestV1
from tests.builders import cases
from tests.builders.requests import a_request
from tests.standing_tables.hostile_strings import CONTROLS, HOSTILE, NULS
from tests.standing_tables.test_axe import passkey_and_codes, prepared, wanted
from tests.standing_tables.test_headers import read
from tests.standing_tables.test_hostile_strings import FREE, WIRE_TAKES, drafting_forms, squashed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from comity.cases.models import Case
    from tests.standing_tables.world import World

PLAIN = "plainword"
# What a field of a request takes, where that is less than the longest string with its marks.
SHORT = dict.fromkeys(("case_number", "register_number", "account_number", "estimate"), 120)
LANGUAGES = ("en", "zh-hans", "ar")
STRINGS = [*HOSTILE, *NULS]


def forms_in(value: Any, depth: int = 3) -> Iterator[forms.BaseForm]:
    """Find the forms in what a page was drawn from."""
    if isinstance(value, forms.BaseForm):
        yield value
    elif isinstance(value, forms.BaseFormSet):
        yield from value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from forms_in(one, depth - 1)
    elif depth and isinstance(value, list | tuple):
        for one in value:
            yield from forms_in(one, depth - 1)


def asked(client: Client, path: str) -> list[forms.BaseForm]:
    """Return the forms of a page as its reader gets it; there must be a page."""
    before = transaction.savepoint()
    answer = client.get(path)
    transaction.savepoint_rollback(before)
    page = answer.headers["Content-Type"].startswith("text/html") and bool(answer.content)
    assert (answer.status_code, page) == (200, True), f"{path} is no page"
    layers = [layer for context in answer.context or () for layer in context.dicts]
    return [form for layer in layers for form in forms_in(layer)]


def every_field(world: World) -> dict[str, tuple[forms.BaseForm, str]]:
    """Return every field that takes text, by the name of its form and its own; alike ones of one form once."""
    passkey_and_codes(world)
    found: list[forms.BaseForm] = []
    for row in wanted():
        found += asked(prepared(world, row), world.address(row.name, row.stage))
    drafter = world.client("drafter")
    for path in drafting_forms(world, drafter).values():
        found += asked(drafter, path)
    return {
        f"{type(form).__module__}.{type(form).__name__} {name} {field.max_length} {type(field.widget).__name__}": (
            form,
            name,
        )
        for form in found
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)
    }


def drawn(form: forms.BaseForm, name: str, text: str) -> str:
    """Draw one field of a form that was sent with a text in it."""
    sent = copy.copy(form)
    sent.is_bound, sent.data, sent.files = True, {sent.add_prefix(name): text}, {}  # type: ignore[assignment]
    sent._errors, sent._bound_fields_cache = {}, {}  # type: ignore[assignment]
    return str(sent[name])


def kept(field: forms.Field, text: str) -> bool:
    """Say whether a field keeps a text, or refuses it in words; anything else it raises is a fault."""
    try:
        found = field.clean(text)
    except ValidationError as refused:
        return bool(refused.messages)
    told = "\n".join(found) if isinstance(found, list) else str(found)
    if isinstance(field, forms.URLField):  # an address that was written without its scheme is given one
        told = told.removeprefix("" if "://" in text else "https:" if text.startswith("//") else "https://")
    return squashed(told).casefold() == squashed(text).casefold()


def test_every_string_stands_in_every_field_as_text(world: World) -> None:
    fields = every_field(world)
    assert len(fields) > 200
    assert len(STRINGS) > 200
    wrong, looked = [], 0
    for where, (form, name) in fields.items():
        before, word, after = drawn(form, name, PLAIN).partition(PLAIN)
        if not word:  # a password, which is never drawn again
            assert isinstance(form.fields[name].widget, forms.PasswordInput | forms.HiddenInput), where
        for text in STRINGS:
            looked += 1
            shown = drawn(form, name, text)
            right = shown == (f"{before}{escape(text)}{after}" if word else before)
            if not right or not kept(form.fields[name], text):
                wrong.append((where, text))
    assert wrong[:20] == []
    assert looked == len(fields) * len(STRINGS)


def filled(value: Any, text: str, name: str = "") -> tuple[Any, int]:
    """Put a text into every free text of a request; return the request and how many there are."""
    if isinstance(value, dict):
        parts = {key: filled(one, text, key) for key, one in value.items()}
        return {key: one for key, (one, _many) in parts.items()}, sum(many for _one, many in parts.values())
    if isinstance(value, list):
        rows = [filled(one, text, name) for one in value]
        return [one for one, _many in rows], sum(many for _one, many in rows)
    takes = isinstance(value, str) and name in FREE and len(text) <= SHORT.get(name, 300)
    return (text, 1) if takes else (value, 0)


def page(case: Case, text: str, language: str) -> str:
    """Return the part of a page that shows a request whose every free text is this one."""
    case.body = RequestV1.from_json(filled(a_request(), text)[0]).to_json()
    return render_to_string("cases/parts/reading.html", {"reading": overview.reading(case, language)})


def test_every_string_in_every_field_of_a_request_is_shown_as_text(world: World) -> None:
    """In each language each is shown as often as a plain word is, with what is hidden in it written out."""
    del world
    case, wrong = cases.an_arrived(), []
    for language in LANGUAGES:
        with translation.override(language):
            plain = {
                long: page(case, PLAIN.ljust(121 if long else 0, "x"), language).count(PLAIN) for long in (True, False)
            }
            assert plain[False] - len(SHORT) <= plain[True] > 20
            for number, text in enumerate(WIRE_TAKES):
                marked = f"q{number}{text}{number}z"
                times = plain[len(marked) > 120]
                faults, words = read(page(case, marked, language).encode())
                found = squashed(words).count(squashed(f"q{number}{visible(text)}{number}z"))
                if found != times or faults or not set(words).isdisjoint(CONTROLS):
                    wrong.append((language, text, found))
    assert wrong == []


def test_every_string_in_a_cell_of_a_table_is_text_to_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(export.lines([[text] for text in STRINGS]).decode(), newline="")))
    assert [row[0].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in STRINGS]
    assert {row[0][:1] for row in rows}.isdisjoint("=+-@＝＋－＠\t\r\n")
