"""What a form says of a wrong answer: a sentence that names the question and how to put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.exceptions import ValidationError
    from django.forms import BoundField

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def sentences(bound: BoundField) -> Iterator[tuple[str, bool]]:
    """Yield the mistakes of one field; beside each, whether the sentence names the field itself."""
    for error in bound.errors.as_data():
        own = _sentence(bound, error)
        if own:
            yield own, True
        else:
            yield from ((text, False) for text in error.messages)


def _sentence(bound: BoundField, error: ValidationError) -> str:
    said = {"label": bound.label, **(error.params or {})}
    match error.code:
        case "required" | "missing":
            text = _required(bound)
        case "empty":
            text = _("The file chosen for “%(label)s” is empty. Choose another one.")
        case "invalid_choice" | "invalid_list":
            text = _("Choose an answer to “%(label)s” from the list; what was sent is not in it.")
        case "invalid" if isinstance(bound.field, forms.DateField):
            text = _("Write a day that exists for “%(label)s”, such as 2026-11-30.")
        case "invalid" if isinstance(bound.field, forms.IntegerField):
            text = _("Write “%(label)s” as a whole number.")
        case "max_length" if "show_value" in said:
            text = _("“%(label)s” holds %(show_value)s characters; %(limit_value)s fit. Shorten it.")
        case _:
            return ""
    return text % said


def _required(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return _("Choose at least one: “%(label)s”.")
    if isinstance(widget, CHOSEN):
        return _("Choose an answer to “%(label)s”.")
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on.")
    if isinstance(bound.field, forms.FileField):
        return _("Choose a file for “%(label)s”.")
    return _("Fill in “%(label)s”; it cannot be left empty.")
