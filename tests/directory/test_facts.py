"""Facts that officers enter: two people, versions, files judged row by row, and answers that rest on them."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import fact_actions, fact_files, fact_queries
from comity.directory.errors import DirectoryError
from comity.directory.known import known_facts
from comity.directory.models import FactVersion, LawFact
from comity.law.basis import BasisMode, Question, find_bases
from comity.law.facts import Kind
from tests.builders.facts import NEEDS, SAID, TREATY
from tests.builders.people import NOW, an_officer, signed_in
from tests.directory.test_views import words

ON = date(2026, 6, 1)


@pytest.fixture
def holds(ada, hana):
    """Return a function that enters a fact and has a second officer publish it."""

    def enter(cells=SAID, **given):
        version = fact_actions.propose_fact(actor=Actor.of_officer(ada), cells=cells, now=NOW, **given)
        return fact_actions.publish_fact(actor=Actor.of_officer(hana), fact_id=version.fact_id, now=NOW)

    return enter


def asked(kind=Kind.EXTRADITION, asking="NG"):
    question = Question(kind=kind, asking=asking, asked="KE", on=ON, today=ON, offences=("15",), coercive=True)
    return find_bases(question, known_facts())


def form_of(cells):
    """What a browser sends for cells."""
    sent = {name: value for name, value in cells.items() if name not in {"sort", "verified", "disputed"}}
    return {**sent, **{name: "on" for name in ("verified", "disputed") if cells.get(name) == "yes"}}


def test_a_fact_holds_once_a_second_officer_published_it(ada, hana):
    ours = Actor.of_officer(ada)
    version = fact_actions.propose_fact(actor=ours, cells=SAID, now=NOW)
    assert asked().mode is BasisMode.ASK, "nothing is known yet of its notification"
    with pytest.raises(AccessDenied):
        fact_actions.publish_fact(actor=ours, fact_id=version.fact_id, now=NOW)
    fact_actions.publish_fact(actor=Actor.of_officer(hana), fact_id=version.fact_id, now=NOW)
    answer = asked()
    assert answer.mode is BasisMode.UNCAC
    assert str(version.fact_id) in {row.record for row in answer.bases[0].rows}


def test_a_treaty_between_two_leads_and_its_parties_are_its_own(holds):
    holds(TREATY)
    answer = asked(Kind.MLA)
    assert (answer.mode, answer.bases[0].articles[:2]) == (BasisMode.TREATY, ("KE-NG-2020 1", "KE-NG-2020 2"))
    assert answer.certain


def test_a_newer_version_takes_the_place_of_the_former_and_a_withdrawn_one_counts_no_more(holds):
    fact = holds().fact
    holds({**SAID, "value": "no"}, fact_id=fact.pk)
    assert asked().mode is BasisMode.NONE
    holds({**SAID, "value": "no"}, fact_id=fact.pk, withdrawn=True)
    assert asked().mode is BasisMode.ASK
    assert [one.number for one in fact_queries.versions(fact)] == [3, 2, 1]


def test_facts_that_contradict_are_named_and_nothing_is_certain(holds):
    holds()
    holds({**SAID, "value": "no"})
    assert "CONFLICT" in {one.code for one in asked().warnings}
    assert not asked().certain


def test_a_newer_version_is_about_the_same_and_one_waits(ada, holds):
    actor, fact = Actor.of_officer(ada), holds().fact
    with pytest.raises(DirectoryError, match="E_FACT"):
        fact_actions.propose_fact(actor=actor, cells={**SAID, "place": "NG"}, now=NOW, fact_id=fact.pk)
    with pytest.raises(DirectoryError, match="E_FACT"):
        fact_actions.propose_fact(actor=actor, cells={**SAID, "value": "perhaps"}, now=NOW)
    fact_actions.propose_fact(actor=actor, cells=SAID, now=NOW, fact_id=fact.pk)
    with pytest.raises(DirectoryError, match="E_ENTRY"):
        fact_actions.propose_fact(actor=actor, cells=SAID, now=NOW, fact_id=fact.pk)
    fact_actions.propose_fact(actor=actor, cells=TREATY, now=NOW)
    with pytest.raises(DirectoryError, match="E_FACT"):
        fact_actions.propose_fact(actor=actor, cells=TREATY, now=NOW)


def test_known_facts_are_one_statement_however_many_were_entered(holds, django_assert_num_queries):
    for article in ("6(3)", "46(13)", "46(14)"):
        holds({**SAID, "article": article, "value": "en"})
    with django_assert_num_queries(1):
        known_facts()


def test_pages_lead_two_officers_from_a_fact_to_an_answer(ada, hana):
    first, second = signed_in(ada), signed_in(hana)
    assert "Give it to a second officer" in words(first.get("/directory/facts/new/notification/"))
    sent = first.post("/directory/facts/new/notification/", form_of(SAID))
    assert sent.status_code == 302, sent.context["form"].errors
    where = sent["Location"]
    page = words(first.get(where))
    assert "no answer rests on it" in page
    assert "An administrator or the head who did not enter it" in page
    assert "KE: notification under article 44(6): yes" in words(second.get("/directory/facts/"))
    assert first.post(f"{where}decide/", {"decision": "publish"}).status_code == 403
    assert second.post(f"{where}decide/", {"decision": "publish"}).status_code == 302
    place = words(first.get("/directory/KE/"))
    assert "What it notified and declared, and what its law asks" in place
    assert "entered here" in place
    changed = first.post(f"{where}change/", {**form_of(SAID), "act": "withdraw"})
    assert changed.status_code == 302
    assert "It no longer counts." in words(second.get(where))
    assert second.post(f"{where}decide/", {"decision": "decline"}).status_code == 302
    assert asked().mode is BasisMode.UNCAC
    again = second.post(f"{where}decide/", {"decision": "decline"}, follow=True)
    assert "another officer was faster" in words(again)


def test_what_ships_and_is_put_aside_is_shown(holds):
    fact = holds({**SAID, "place": "LV", "article": "44(6)", "value": "no"}).fact
    page = words(signed_in(an_officer("dana", [Role.DRAFTER])).get(f"/directory/facts/{fact.pk}/"))
    assert "It takes the place of" in page
    assert "Latvia takes the Convention as the legal basis for extradition" in page


@pytest.mark.parametrize(
    ("sort", "changed", "field"),
    [
        ("notification", {"value": "perhaps"}, "answer"),
        ("notification", {"place": "ZZ"}, "place"),
        ("notification", {"source": ""}, "source"),
        ("notification", {"valid_from": "2020-01-01", "valid_to": "2019-01-01"}, "valid_to"),
        ("notification", {"text_en": "In English alone."}, "text_zh"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(ada, sort, changed, field):
    answer = signed_in(ada).post(f"/directory/facts/new/{sort}/", {**form_of(SAID), **changed})
    assert list(answer.context["form"].errors) == [field]
    assert not LawFact.objects.exists()


def test_an_answer_is_chosen_and_what_was_typed_stays(ada):
    client, address = signed_in(ada), "/directory/facts/new/notification/"
    page = client.get(address).content.decode()
    assert 'type="radio" name="answer"' in page
    assert "It is known that it notified nothing" in page
    wrong = client.post(address, {**form_of(SAID), "value": "Yes, gladly"})
    assert wrong.context["form"].errors["answer"] == ["Choose the answer: under this article a State says yes or no."]
    assert "Yes, gladly" in wrong.content.decode(), "what was typed stays"
    needed = client.post(address, {**form_of(SAID), "article": "46(13)", "value": "", "answer": "yes"})
    assert "value" in needed.context["form"].errors, "under another article the State says it in words"
    conditional = {**form_of(SAID), "value": "", "answer": "conditional"}
    assert "condition_en" in client.post(address, conditional).context["form"].errors
    made = {**conditional, "condition_en": "On reciprocity.", "condition_zh": "在互惠条件下。"}
    assert client.post(address, made).status_code == 302
    assert FactVersion.objects.get().cells["value"] == "conditional"
    fact = FactVersion.objects.get().fact_id
    form = client.get(f"/directory/facts/{fact}/change/").context["form"]
    assert (form.initial["answer"], form.initial["value"]) == ("conditional", "")


def test_what_was_entered_in_words_is_shown_as_words(ada):
    cells = {**SAID, "article": "46(13)", "value": "A note"}
    version = fact_actions.propose_fact(actor=Actor.of_officer(ada), cells=cells, now=NOW)
    form = signed_in(ada).get(f"/directory/facts/{version.fact_id}/change/").context["form"]
    assert (form.initial.get("answer"), form.initial["value"]) == (None, "A note")


@pytest.mark.parametrize("sort", ["instrument", "party", "notification", "declaration", "pair", "rule"])
def test_every_sort_has_its_form_in_both_languages(ada, sort):
    client = signed_in(ada)
    assert "Source" in words(client.get(f"/directory/facts/new/{sort}/"))
    assert client.get("/directory/facts/new/gossip/").status_code == 404
    ada.language = "zh-hans"
    ada.save(update_fields=["language"])
    assert "来源" in words(client.get(f"/directory/facts/new/{sort}/"))


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_goes_out_comes_in_as_the_same(holds, kind):
    for cells in (SAID, NEEDS, TREATY):
        holds(cells)
    text = fact_files.export(kind)
    assert [one.result for one in fact_files.judge(fact_files.read(text.encode()))] == ["same"] * 3
    full = fact_files.judge(fact_files.read(fact_files.export(kind, shipped=True).encode()))
    assert len(full) > 400
    assert {one.result for one in full} <= {"same", "refused"}
    assert {one.about for one in full if one.result == "refused"} == {"UNCAC"}, "the Convention itself is not entered"


def test_another_node_takes_a_file_in_under_the_same_ids(ada, hana, holds):
    for cells in (TREATY, {**SAID, "instrument": "KE-NG-2020", "article": "3", "value": "Ministry"}):
        holds(cells)
    text = fact_files.export("json")
    known = set(LawFact.objects.values_list("pk", flat=True))
    FactVersion.objects.all().delete()
    LawFact.objects.all().delete()
    rows = fact_files.judge(fact_files.read(text.encode()))
    assert [one.result for one in rows] == ["new"] * 2, "also what names an instrument of the file"
    assert fact_files.take_in(actor=Actor.of_officer(ada), judged_rows=rows, now=NOW) == 2
    assert set(LawFact.objects.values_list("pk", flat=True)) == known
    assert [one.result for one in fact_files.judge(fact_files.read(text.encode()))] == ["refused"] * 2, "each waits"
    for one in known:
        fact_actions.publish_fact(actor=Actor.of_officer(hana), fact_id=one, now=NOW)
    assert [one.result for one in fact_files.judge(fact_files.read(text.encode()))] == ["same"] * 2


def test_bad_rows_are_named_and_judging_needs_no_more_statements_for_more_rows(holds, django_assert_max_num_queries):
    fact = holds().fact
    rows = [
        {**SAID, "fact": str(fact.pk), "value": "no"}, {**SAID, "fact": str(fact.pk)}, {**SAID, "fact": "7"},
        {**NEEDS, "rule": "kindness"}, {"sort": "gossip"}, {**NEEDS, "fact": str(fact.pk).replace("0", "1", 1)},
    ]  # fmt: skip
    with django_assert_max_num_queries(12):
        found = fact_files.judge([*rows, *([SAID] * 40)])
    told = [(one.result, [column for column, _text in one.reasons]) for one in found[:6]]
    assert told == [
        ("changed", []), ("refused", ["fact"]), ("refused", ["fact"]), ("refused", ["rule"]), ("refused", ["sort"]),
        ("new", []),
    ]  # fmt: skip


def upload(text):
    return SimpleUploadedFile("facts.json", text.encode(), content_type="application/json")


def test_a_file_is_judged_on_a_page_and_taken_in_where_that_is_asked(ada):
    client, good = signed_in(ada), json.dumps({"facts": [SAID, NEEDS]})
    page = words(client.post("/directory/facts/file/", {"file": upload(good)}))
    assert page.count("new") >= 2
    assert not LawFact.objects.exists()
    bad = json.dumps({"facts": [SAID, {**NEEDS, "value": "often"}]})
    refused = words(client.post("/directory/facts/file/", {"file": upload(bad), "take": "on"}))
    assert "Rows are refused" in refused
    assert "This is none of the answers that are possible here." in refused
    assert "no table of facts" in words(client.post("/directory/facts/file/", {"file": upload("{")}))
    assert not LawFact.objects.exists()
    assert client.post("/directory/facts/file/", {"file": upload(good), "take": "on"}).status_code == 302
    assert LawFact.objects.count() == 2


@pytest.mark.usefixtures("ada")
def test_the_commands_write_and_take_in_all_or_nothing(holds, tmp_path):
    holds()
    table = tmp_path / "facts.csv"
    call_command("export_facts", str(table))
    with pytest.raises(CommandError, match="could not be written"):
        call_command("export_facts", str(table))
    fresh = tmp_path / "in.json"
    fresh.write_text(json.dumps([NEEDS, TREATY]))

    def run(*options):
        out = io.StringIO()
        call_command("import_facts", str(fresh), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    assert (run("--dry-run")["new"], LawFact.objects.count()) == (2, 1)
    assert (run("--officer", "ada")["written"], LawFact.objects.count()) == (2, 3)
    fresh.write_text(json.dumps([{**NEEDS, "article": ""}]))
    with pytest.raises(SystemExit):
        run("--officer", "ada")
    assert LawFact.objects.count() == 3
