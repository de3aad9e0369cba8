"""What a reader fills in, as HTML: word for word what the templates of Django write, without one.

Those templates are drawn anew for each attribute of each choice of a list. That took most of the time of a form.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Widget = Mapping[str, Any]


def draw(template: str, widget: Widget) -> str | None:
    """Return what a template of Django's widgets writes; None for one that is written by the template alone."""
    drawn = _DRAWN.get(template)
    return drawn(widget) if drawn else None


def _quoted(value: object) -> str:
    """Return a value as it stands between quotation marks; what is marked as safe is HTML already."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _shown(label: Any) -> str:
    """Return a label as it stands between tags."""
    return conditional_escape(label if isinstance(label, str) else localize(label))


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {_quoted(name)}" if value is True else f' {_quoted(name)}="{_quoted(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_quoted(widget["value"])}"'
    begin = f'<input type="{_quoted(widget["type"])}" name="{_quoted(widget["name"])}"'
    return f"{begin}{value}{_attributes(widget['attrs'])}>"


def _area(widget: Widget) -> str:
    begin = f'<textarea name="{_quoted(widget["name"])}"{_attributes(widget["attrs"])}>'
    return f"{begin}\n{_quoted(widget['value'] or '')}</textarea>"


def _list(widget: Widget) -> str:
    groups = "".join(_of_list(*group) for group in widget["optgroups"])
    return f'<select name="{_quoted(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>'


def _of_list(group: object, choices: Iterable[Widget], _number: int) -> str:
    inside = "".join(
        f'\n<option value="{_quoted(one["value"])}"{_attributes(one["attrs"])}>{_shown(one["label"])}</option>'
        for one in choices
    )
    return f'\n<optgroup label="{_shown(group)}">{inside}\n</optgroup>' if group else inside


def _choices(widget: Widget) -> str:
    kept = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    groups = "".join(_of_choices(*group) for group in widget["optgroups"])
    return f"<div{_attributes(kept)}>{groups}\n</div>"


def _of_choices(group: object, choices: Iterable[Widget], _number: int) -> str:
    inside = "".join(f"<div>\n{_choice(one)}</div>" for one in choices)
    return f"\n<div><label>{_shown(group)}</label>{inside}\n</div>" if group else inside


def _choice(widget: Widget) -> str:
    if not widget["wrap_label"]:
        return _input(widget)
    begin = _attributes({"for": widget["attrs"]["id"]} if widget["attrs"].get("id") else {})
    return f"<label{begin}>{_input(widget)}\n{_shown(widget['label'])}</label>"


_FOLDER: Final = "django/forms/widgets/"
_INPUTS: Final = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "number", "password", "search", "tel", "text",
    "time", "url",
)  # fmt: skip
_DRAWN: Final[dict[str, Callable[[Widget], str]]] = {
    **{f"{_FOLDER}{name}.html": _input for name in _INPUTS},
    f"{_FOLDER}textarea.html": _area,
    f"{_FOLDER}select.html": _list,
    f"{_FOLDER}radio.html": _choices,
    f"{_FOLDER}checkbox_select.html": _choices,
}
