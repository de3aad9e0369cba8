"""Every table that hangs on a case is decided on, also one that the case has no name for; nothing said stays in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from tests.builders import cases
from tests.builders.cases import NOW

from comity.cases import erasing
from comity.cases.actions import indexing, linking
from comity.cases.likeness import Verdict
from comity.cases.models import Case, CaseLink, Destruction, HandedCase, SearchText

if TYPE_CHECKING:
    from tests.builders.cases import Cast


def test_every_table_that_hangs_on_a_case_is_decided_on() -> None:
    owned = erasing.paths()
    for model in apps.get_app_config("cases").get_models():
        if any(field.related_model is Case for field in model._meta.fields):
            assert model in owned, f"{model} hangs on a case, whether the case has a name for it or not"
    texts = (models.TextField, models.JSONField, models.BinaryField)
    for model in owned.keys() & erasing.STAYS.keys():
        scrubbed = erasing.STAYS[model].keys() | {"reasons", "params", "erasing", "stages"}
        left = [one.name for one in model._meta.fields if isinstance(one, texts) and one.name not in scrubbed]
        if model is Destruction:
            left.remove("reason")  # emptied with the rest, in the action
        assert left == [], model


def test_what_was_said_of_two_cases_goes_and_the_words_go_at_once(cast: Cast) -> None:
    case, other = cases.a_registered(cast), cases.a_registered(cast)
    linking.link_cases(
        actor=cast.case_officer, case_id=case.pk, other_id=other.pk, verdict=Verdict.RELATED, reason="a cousin", now=NOW
    )
    assert indexing.read_stale() == 2
    erasing.empty(Case.objects.get(pk=case.pk))
    assert not CaseLink.objects.exists()
    assert SearchText.objects.get(case=case).words == ""
    assert SearchText.objects.get(case=other).words
    assert HandedCase in erasing.STAYS
    assert case.members.exists(), "that somebody worked on it stays"
