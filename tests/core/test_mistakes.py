"""What forms say of wrong answers: the question is named, and how to put it right, in both languages."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from comity.core.mistakes import sentences


class Form(forms.Form):
    name = forms.CharField(label="Name", max_length=5)
    day = forms.DateField(label="Day")
    number = forms.IntegerField(label="Number")
    one = forms.ChoiceField(label="One", choices=[("a", "A")])
    several = forms.MultipleChoiceField(label="Several", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    yes = forms.BooleanField(label="Yes")
    file = forms.FileField(label="File")


def said(field: str, data: dict[str, str], language: str, files: dict[str, SimpleUploadedFile] | None = None) -> str:
    with translation.override(language):
        return " ".join(text for text, _named in sentences(Form(data, files)[field]))


@pytest.mark.parametrize("field", list(Form.base_fields))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_missing_is_named(field: str, language: str) -> None:
    text = said(field, {}, language)
    assert f"“{Form.base_fields[field].label}”" in text
    assert "This field is required" not in text
    assert text.isascii() is False


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "too long", "8 characters; 5 fit"),
        ("day", "2026-02-30", "such as 2026-11-30"),
        ("number", "many", "whole number"),
        ("one", "b", "from the list"),
        ("several", "b", "from the list"),
    ],
)
def test_what_is_wrong_says_how_to_put_it_right(field: str, value: str, words: str) -> None:
    text = said(field, {field: value}, "en")
    assert words in text
    assert "b is not" not in text


def test_empty_file_is_told() -> None:
    assert "is empty" in said("file", {}, "en", {"file": SimpleUploadedFile("x.pdf", b"")})
