"""`comity directory` as another process: names, codes, sources, and what is not known."""

from __future__ import annotations

import json
from functools import partial

import pytest
from tests.builders.commands import begun, forked

directory = partial(forked, "directory")


@pytest.mark.parametrize("given", ["刚果民主共和国", "DR Congo", "cd", "COD", "180"])
def test_a_name_or_code_means_one_state(given):
    done = directory("resolve", given, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"text": given, "iso2": "CD", "iso3": "COD", "m49": "180"}


def test_an_unknown_name_cannot_be_told_and_says_what_to_do():
    done = begun("directory", "resolve", "Utopia", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["code"]) == (4, False, "E_NAME")
    assert b"Utopia" in done.stderr
    assert "ISO 3166" in directory("resolve", "Utopia", LC_ALL="zh_CN.UTF-8").stderr.decode()


def test_a_state_is_told_with_the_source_of_every_name():
    done = begun("directory", "state", "ne", "--json")
    told = json.loads(done.stdout)
    assert list(told) == ["iso2", "iso3", "m49", "kind", "group", "part_of", "names"]
    assert (told["iso2"], told["kind"], told["group"], told["part_of"]) == ("NE", "member", "african", None)
    assert all(
        set(one) == {"text", "language", "form", "source", "date", "verified"} and one["source"]
        for one in told["names"]
    )
    assert {one["language"] for one in told["names"]} == {"ar", "zh", "en", "fr", "ru", "es"}


def test_an_organization_has_no_codes_of_a_state():
    told = json.loads(directory("state", "EU", "--json").stdout)
    assert (told["iso3"], told["m49"], told["kind"], told["group"]) == (None, None, "organization", None)


def test_a_code_that_is_none_is_wrong_use():
    done = directory("state", "ZZ", "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "E_STATE")


def test_a_person_reads_what_is_not_verified_in_both_languages():
    english = directory("state", "NE").stdout.decode()
    chinese = directory("state", "NE", LC_ALL="zh_CN.UTF-8").stdout.decode()
    assert english.startswith("Niger (NE NER 562)")
    assert "not verified" in english
    assert chinese.startswith("尼日尔 (NE NER 562)")
    assert "未经核实" in chinese
