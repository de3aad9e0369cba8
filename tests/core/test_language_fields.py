"""Languages are chosen by name and kept as tags; nothing that was sent or stood there is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from comity.core.language_fields import LanguageField, LanguagesField

if TYPE_CHECKING:
    from collections.abc import Iterator


class Asking(forms.Form):
    one = LanguageField(required=False)
    several = LanguagesField(required=False, most=3)


@pytest.fixture(params=["en", "zh-hans"])
def reader(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def asked(query: str, at_hand: tuple[str, ...] = ()) -> Asking:
    form = Asking(QueryDict(query))
    for field in form.fields.values():
        if isinstance(field, LanguageField | LanguagesField):
            field.offer(at_hand)
    return form


def test_the_six_come_first_by_their_names_then_what_is_at_hand(reader: str) -> None:
    page = asked("", ("pt", "en")).as_p()
    names = {"en": ["English", "Chinese (Simplified)", "Arabic", "French", "Russian", "Spanish", "Portuguese"]}
    names["zh-hans"] = ["英语", "中文（简体）", "阿拉伯语", "法语", "俄语", "西班牙语", "葡萄牙语"]
    for part in (page.partition('name="several"')[0], page.partition('name="several"')[2]):
        places = [part.index(name) for name in names[reader]]
        assert places == sorted(places)
        assert places[-1] < part.index({"en": "Georgian", "zh-hans": "格鲁吉亚语"}[reader])
    assert ">en<" not in page


def test_boxes_and_the_list_below_add_up_and_each_language_counts_once() -> None:
    form = asked("one=ka&several=en&several=ZH_Hans&several=en&several=ka&several=")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"one": "ka", "several": ["en", "zh-hans", "ka"]}
    assert form.as_p().count("checked") == len(["en", "ZH_Hans", "ka"])


def test_what_stands_keeps_its_order_and_what_is_added_comes_last() -> None:
    form = asked("several=en&several=fr&several=ka", ("ka", "fr"))
    assert form.is_valid()
    assert form.cleaned_data["several"] == ["ka", "fr", "en"]


def test_nothing_chosen_is_no_language() -> None:
    form = asked("one=&several=")
    assert form.is_valid()
    assert form.cleaned_data == {"one": "", "several": []}


@pytest.mark.parametrize("bad", ["%3Cb%3E", "xx", "en;drop", "en-evil", "%E2%80%AEne", "9" * 300])
def test_what_is_no_language_is_refused_and_stays_on_the_page(reader: str, bad: str) -> None:
    form = asked(f"one={bad}&several=ka&several={bad}")
    assert not form.is_valid()
    assert set(form.errors) == {"one", "several"}
    page = form.as_p()
    assert {"en": "no language that is known here", "zh-hans": "不是本系统已知的语文"}[reader] in page
    assert page.count("checked") == len(["ka", bad])
    assert page.count("selected") == len(["the bad one", "no other language"])
    assert "<b>" not in page
    assert "\u202e</" not in page


def test_a_tag_that_stood_there_before_stays_though_nobody_knows_it() -> None:
    form = asked("one=qqq&several=qqq", ("qqq",))
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"one": "qqq", "several": ["qqq"]}


def test_more_lists_take_more_languages_at_once() -> None:
    class Once(forms.Form):
        several = LanguagesField(lists=3)

    page = Once().as_p()
    assert page.count('<select name="several"') == 3
    for place in ("id_several_more", "id_several_more1", "id_several_more2"):
        assert page.count(f'<label for="{place}">') == page.count(f'id="{place}"') == 1
    assert Once(QueryDict("several=en&several=ka&several=&several=az")).is_valid()


def test_more_languages_than_a_message_takes_are_refused() -> None:
    assert "several" in asked("several=en&several=fr&several=ka&several=es").errors
