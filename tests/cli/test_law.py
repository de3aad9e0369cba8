"""`comity law` as another process: the promised object, three exit codes, and clear words for what does not exist."""

from __future__ import annotations

import json
from functools import partial

import pytest
from tests.builders.commands import begun, forked

law = partial(forked, "law")
basis = partial(law, "basis")


def test_the_answer_has_the_promised_keys_and_every_basis_an_article():
    asked = ("--kind", "mla", "--from", "fr", "--to", "ke", "--offence", "art. 16(1)", "--coercive")
    done = begun("law", "basis", *asked, "--json")
    told = json.loads(done.stdout)
    assert list(told) == ["mode", "bases", "applies", "dual_criminality", "warnings", "alternatives", "certain"]
    assert (told["mode"], told["bases"][0]["instrument"]) == ("uncac_mini_treaty", "UNCAC")
    assert told["dual_criminality"]["needed"] is True
    assert all(one["articles"] for one in (*told["bases"], *told["warnings"], *told["alternatives"]))
    assert all(set(fact) == {"text", "source", "date", "verified"} for fact in told["bases"][0]["facts"])


def test_what_cannot_be_told_is_never_0():
    done = basis("--kind", "mla", "--from", "FR", "--to", "KE", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["certain"]) == (4, False)
    assert "TREATIES_NOT_LISTED" in {one["code"] for one in told["warnings"]}


def test_a_certain_answer_is_0_also_where_it_is_none():
    done = basis("--kind", "mla", "--from", "FR", "--to", "FR", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["mode"], told["certain"]) == (0, "none", True)
    assert [one["code"] for one in told["warnings"]] == ["SAME_STATE"]


def test_an_exclusion_between_two_parties_takes_the_convention_away():
    told = json.loads(basis("--kind", "mla", "--from", "AZ", "--to", "AM", "--json").stdout)
    assert "UNCAC" not in {one["instrument"] for one in told["bases"]}
    assert "EXCLUDED" in {one["code"] for one in told["warnings"]}


def test_an_unverified_notification_decides_but_never_for_certain():
    done = basis("--kind", "extradition", "--from", "FR", "--to", "LV", "--offence", "15", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["mode"], told["bases"][0]["mode"]) == (4, "uncac", "uncac")
    assert "UNVERIFIED" in {one["code"] for one in told["warnings"]}


def test_an_unverified_deposit_is_shown_as_such():
    done = basis("--kind", "mla", "--from", "FR", "--to", "JP", "--json")
    told = json.loads(done.stdout)
    assert False in {fact["verified"] for fact in told["bases"][0]["facts"]}
    assert "UNVERIFIED" in {one["code"] for one in told["warnings"]}


def test_conduct_older_than_the_bond_is_told_and_changes_nothing_else():
    asked = ("--kind", "mla", "--from", "FR", "--to", "KE", "--json")
    plain, dated = basis(*asked), basis(*asked, "--conduct", "1999-12-31")
    told, before = json.loads(dated.stdout), json.loads(plain.stdout)
    older = [one for one in told["warnings"] if one["code"] == "FACTS_OLDER"]
    assert older[0]["articles"] == ["30(9)", "68(2)"]
    assert told | {"warnings": [one for one in told["warnings"] if one not in older]} == before
    assert dated.returncode == plain.returncode


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"--from": "ZZ"}, "E_STATE"),
        ({"--to": "Kenya"}, "E_STATE"),
        ({"--on": "2026-02-30"}, "E_DATE"),
        ({"--on": "soon"}, "E_DATE"),
        ({"--conduct": "in 2003"}, "E_DATE"),
        ({"--kind": "help"}, "E_KIND"),
        ({"--offence": "14"}, "E_OFFENCE"),
        ({"--measure": "ALL"}, "E_MEASURE"),
    ],
)
def test_what_does_not_exist_is_wrong_use_and_says_what_to_give(changed, code):
    options = {"--kind": "mla", "--from": "FR", "--to": "KE", **changed}
    done = basis(*(word for pair in options.items() for word in pair), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["code"]) == (2, False, code)
    assert next(iter(changed.values())) in told["message"]
    assert told["message"] in done.stderr.decode()


def test_a_future_date_is_answered_but_never_certain():
    done = basis("--kind", "mla", "--from", "FR", "--to", "KE", "--on", "2999-01-01", "--json")
    assert done.returncode == 4
    assert "FUTURE_DATE" in {one["code"] for one in json.loads(done.stdout)["warnings"]}


def test_a_person_reads_it_in_both_languages():
    asked = ("--kind", "extradition", "--from", "FR", "--to", "KE", "--offence", "15")
    english, chinese = basis(*asked).stdout.decode(), basis(*asked, LC_ALL="zh_CN.UTF-8").stdout.decode()
    assert english.startswith("ask; NOT certain")
    assert "United Nations Convention against Corruption" in english
    assert "《联合国反腐败公约》" in chinese
    assert "不能确定" in chinese


def test_the_decision_tree_is_walked_question_by_question():
    first = json.loads(law("channel", "--json").stdout)
    assert (first["path"], first["advice"]) == ([], None)
    answer = f"{first['question']['code']}={first['question']['answers'][0]['code']}"
    done = begun("law", "channel", "--answer", answer, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["question"]) == (0, None)
    assert list(told) == ["version", "path", "question", "advice", "source"]
    assert told["source"] == "shipped"
    assert told["advice"]["articles"]


def test_an_answer_that_is_none_is_wrong_use():
    done = law("channel", "--answer", "available=perhaps", "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "E_ANSWER")


def test_a_tree_of_ones_own_is_checked_and_walked(tmp_path):
    (tmp_path / "own.toml").write_text("version = '1'\nstart = 'x'\n")
    done = law("channel", "--tree", str(tmp_path / "own.toml"), "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "E_CHANNELS")
    assert law("channel", "--tree", str(tmp_path / "none"), "--json").returncode == 2
