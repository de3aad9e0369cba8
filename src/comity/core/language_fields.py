"""Languages in forms: chosen by name, kept as tags (BCP 47).

The six languages of the United Nations come first, then what `offer` put at hand, such as the languages that the
directory knows of an authority; all others follow by name. What stands already, or was sent and refused, stays in the
list, so that nothing is lost where a form is shown again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from comity.core.languages import TAG, first_languages, is_language, language_name, other_languages
from comity.kernel.plaintext import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.datastructures import MultiValueDict

MOST = 20  # languages in a list, as messages between nodes take it
LONGEST = 40  # characters of a tag that is refused, in the sentence that says so
UNKNOWN = _("“%(given)s” is no language that is known here: choose one by its name.")


def _named(tags: Iterable[str]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(tag, one_line(visible(language_name(tag, language)), LONGEST)) for tag in tags]


def _others(shown: Iterable[str]) -> list[tuple[str, str]]:
    there = set(shown)
    return [one for one in other_languages(get_language() or "en") if one[0] not in there]


class LanguageSelect(forms.Select):
    """A list from which one language is chosen."""

    at_hand: tuple[str, ...] = ()

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the choices in the reader's language."""
        first = first_languages([*self.at_hand, *value])
        self.choices = [("", _("No language chosen")), *_named(first), (_("Other languages"), _others(first))]
        return super().optgroups(name, value, attrs)


class LanguageBoxes(forms.CheckboxSelectMultiple):
    """A box for each of the first languages, and below them lists from each of which one more is taken.

    One list does where the form can be sent again and again; where it is sent once, `lists` are more.
    """

    at_hand: tuple[str, ...] = ()
    lists = 1

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[str]:
        """Return what boxes and lists say, each once."""
        given = super().value_from_datadict(data, files, name) or []
        return list(dict.fromkeys(one for one in given if one))

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the boxes in the reader's language."""
        self.choices = _named(first_languages([*self.at_hand, *value]))
        return super().optgroups(name, value, attrs)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """Draw the boxes and the lists; a list has their name, so that it adds to them."""
        boxes = super().render(name, value, attrs, renderer)
        place = f"{(attrs or {}).get('id') or f'id_{name}'}_more"
        others = _others(tag for tag, _label in self.choices)
        more = forms.Select(choices=[("", gettext("No other language")), *others])
        places = [f"{place}{number or ''}" for number in range(self.lists)]
        label = gettext("One more language")
        drawn = ((one, label, more.render(name, "", {"id": one}, renderer)) for one in places)
        return format_html("{}{}", boxes, format_html_join("", '<label for="{}">{}</label>{}', drawn))


def _checked(field: LanguageField | LanguagesField, given: Any) -> str:
    """Return a tag in lower case, or raise ValidationError for what is no language; what stands already stays."""
    tag = str(given).strip().replace("_", "-").lower()
    if is_language(tag) or (tag in field.widget.at_hand and TAG.fullmatch(tag)):
        return tag
    shown = one_line(visible(str(given)), LONGEST)
    raise ValidationError(field.error_messages["language"], "language", {"given": shown})


class LanguageField(forms.Field):
    """One language; its tag in lower case, or an empty text."""

    widget = LanguageSelect
    default_error_messages: ClassVar = {"language": UNKNOWN}

    def offer(self, tags: Iterable[str]) -> None:
        """Put languages at hand, after the six of the United Nations."""
        self.widget.at_hand = tuple(tags)

    def clean(self, value: Any) -> str:
        """Return the tag."""
        given = super().clean(value)
        return _checked(self, given) if given else ""


class LanguagesField(forms.Field):
    """Several languages; their tags in lower case, each once, in the order of those at hand, then as they came.

    What stands already is offered first, so that it keeps its order where the form is sent again as it was.
    """

    widget = LanguageBoxes
    default_error_messages: ClassVar = {"language": UNKNOWN}

    def __init__(self, *, most: int = MOST, lists: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.widget.lists = most, lists

    def offer(self, tags: Iterable[str]) -> None:
        """Put languages at hand, after the six of the United Nations."""
        self.widget.at_hand = tuple(tags)

    def clean(self, value: Any) -> list[str]:
        """Return the tags."""
        at_hand = self.widget.at_hand
        found = dict.fromkeys(_checked(self, one) for one in super().clean(value) or ())
        if len(found) > self.most:
            raise ValidationError(_("At most %(count)d languages."), "most", {"count": self.most})
        return sorted(found, key=lambda tag: at_hand.index(tag) if tag in at_hand else len(at_hand))
