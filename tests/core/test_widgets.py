"""Widgets without a template: what the templates of Django draw, whatever stands in it."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from comity.core import widgets
from comity.core.forms import FormRenderer

ODD = "a<b> \"c\" 'd' &amp; e\n{{ f }}"
VALUES = [None, "", ODD, mark_safe("<i>&amp;</i>"), 1200, True, ["b", ODD]]
ATTRIBUTES = {
    "id": "id_x", "class": ODD, "disabled": True, "hidden": False, "maxlength": 1200, "title": _("Sign out"),
    "data-x": mark_safe("&lt;"), "data-none": None,
}  # fmt: skip
GROUPS = [("", "---"), ("b", ODD), ("c", mark_safe("<i>&amp;</i>")), (1200, 1200), (_("Sign out"), _("Sign out"))]
CHOICES = [*GROUPS, (ODD, [("b", "B"), (ODD, ODD)]), (_("Sign out"), [("e", "E")])]
LISTS = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
SINGLE = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.ColorInput, forms.SearchInput,
    forms.TelInput, forms.PasswordInput, forms.HiddenInput, forms.FileInput, forms.Textarea, forms.DateInput,
    forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput,
]  # fmt: skip


def close(html: str) -> str:
    """Return HTML without the blanks beside tags, of which the templates have many."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("attributes", [{}, ATTRIBUTES], ids=["bare", "odd"])
@pytest.mark.parametrize("kind", SINGLE, ids=lambda kind: kind.__name__)
def test_a_field_is_what_its_template_draws(
    kind: type[forms.Widget], attributes: dict[str, object], value: object
) -> None:
    widget = kind(attributes)
    assert widgets.draw(widget.template_name, widget.get_context(ODD, value, {})["widget"]) is not None
    drawn = widget.render(ODD, value, {"aria-label": ODD}, renderer=FormRenderer())
    assert drawn == widget.render(ODD, value, {"aria-label": ODD}, renderer=TemplatesSetting()).strip()


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("attributes", [{}, ATTRIBUTES], ids=["bare", "odd"])
@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_a_list_is_what_its_templates_draw(
    kind: type[forms.Select], attributes: dict[str, object], value: object
) -> None:
    widget = kind(attributes, choices=CHOICES)
    assert widgets.draw(widget.template_name, widget.get_context(ODD, value, {})["widget"]) is not None
    drawn = widget.render(ODD, value, renderer=FormRenderer())
    assert close(drawn) == close(widget.render(ODD, value, renderer=TemplatesSetting()))


def test_what_is_not_drawn_here_is_drawn_by_its_template() -> None:
    widget = forms.ClearableFileInput()
    assert widgets.draw(widget.template_name, widget.get_context("x", None, {})["widget"]) is None
    assert widget.render("x", None, renderer=FormRenderer()) == widget.render("x", None, renderer=TemplatesSetting())
