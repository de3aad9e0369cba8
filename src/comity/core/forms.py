"""How forms are drawn everywhere: label, hint, error, input, in this order (`templates/core/forms`, `core.widgets`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import TemplatesSetting

from comity.core import widgets
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from django.http import HttpRequest


class FormRenderer(TemplatesSetting):
    """Finds form templates among the apps' templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw a widget without its template where that can be."""
        drawn = widgets.draw(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if drawn is None else drawn


class PlainTextField(forms.CharField):
    """Text that people typed: one normal form, one kind of line end, no control characters.

    `rows` 1 is a line, more is an area of that many rows.
    """

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        if rows > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", 200 if rows == 1 else 20_000)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Clean before lengths are counted; what is then left at the ends is as blank as what was typed there."""
        text = clean(super().to_python(value) or "")
        return text.strip() if self.strip else text
