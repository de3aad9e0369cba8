"""What goes over when a case is folded into another: every table that hangs on a case is named, a new one too."""

from __future__ import annotations

from django.apps import apps

from comity.cases.actions import folding
from comity.cases.models import Case, Measure


def test_every_table_that_hangs_on_a_case_goes_over_gives_way_or_is_never_there():
    hanging = {
        model
        for model in apps.get_app_config("cases").get_models()
        if any(field.related_model is Case for field in model._meta.fields)
    }
    groups = [set(folding.GOES_OVER), set(folding.GIVES_WAY), set(folding.NEVER_THERE), set(folding.BY_HAND)]
    assert set().union(*groups) == hanging
    assert sum(map(len, groups)) == len(hanging), "each stands in one group"


def test_every_table_that_hangs_on_a_measure_goes_over_with_it_or_is_never_there():
    models = list(apps.get_app_config("cases").get_models())
    alone = {model for model in models if any(field.related_model is Measure for field in model._meta.fields)}
    several = {model for model in models if any(f.related_model is Measure for f in model._meta.many_to_many)}
    assert set(folding.OF_MEASURE) == alone - folding.NEVER_OF_MEASURE
    assert set(folding.OF_MEASURES) == several - folding.NEVER_OF_MEASURE
    assert alone | several >= folding.NEVER_OF_MEASURE
