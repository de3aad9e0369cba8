from __future__ import annotations

from comity.seal.checks import LABELS, Check, Result, failed, not_made, passed


def test_check_has_a_label_in_both_languages():
    assert passed("envelope.two_signatures").label.zh.startswith("信封")
    assert all(label.en and label.zh for label in LABELS.values())


def test_check_of_an_unknown_name_is_shown_by_its_name():
    assert str(Check("some.other", Result.PASSED).label) == "some.other"


def test_results_are_told_apart_in_both_languages():
    results = [passed("x").result, failed("x").result, not_made("x").result]
    assert results == [Result.PASSED, Result.FAILED, Result.NOT_MADE]
    assert len({result.label.zh for result in Result}) == len({result.label.en for result in Result}) == 3
