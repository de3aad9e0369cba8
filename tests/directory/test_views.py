"""Pages of the directory: what each says in both languages, to whom, and by how many statements."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import actions
from comity.directory.models import Authority, Confirmation, Entry
from comity.exchange.models import Contact
from tests.builders.cases import a_peer
from tests.builders.people import an_officer, signed_in
from tests.directory.conftest import VALUES

GIVEN = {
    "functions": ["mla", "asset_recovery"],
    "name_en": "Bureau of Letters",
    "name_zh": "文书局",
    "languages": ["en", "fr"],
    "electronic": "with_paper",
    "time_zone": "Africa/Nairobi",
    "source": "Note of XA, no. 1",
    "source_date": "2026-01-05",
    "verified": "on",
}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def drafter(db):
    del db
    return signed_in(an_officer("dana", [Role.DRAFTER]))


def test_a_state_page_says_what_is_known_and_what_is_not(drafter, published):
    published("NE", names={"en": "Ministry of the test"})
    published("NE", functions=["extradition"], designated=False, names={}, verified=False)
    page = words(drafter.get("/directory/NE/"))
    assert "Republic of the Niger" in page
    assert "Ministry of the test" in page
    assert re.search(r"Authority for extradition .{0,80} not designated", page)
    assert re.search(r"Authority for prevention .{0,80} not known", page)
    assert "United Nations Convention against Corruption" in page
    assert "unverified" in page
    assert drafter.get("/directory/ne/").status_code == 200
    assert drafter.get("/directory/ZZ/").status_code == 404


def test_the_list_finds_a_state_by_any_of_its_names_and_says_when_it_does_not(drafter):
    assert "Côte d&#x27;Ivoire" in drafter.get("/directory/?q=Ivory Coast").content.decode()
    assert words(drafter.get("/directory/?q=刚果（金）")).count("Democratic Republic of the Congo") == 1
    missed = words(drafter.get("/directory/?q=Utopia"))
    assert "“Utopia” is no name, part of a name or code of a State" in missed
    african = words(drafter.get("/directory/?group=african"))
    assert "Nigeria" in african
    assert "Norway" not in african


def test_two_officers_bring_an_authority_into_the_directory(ada, hana, drafter):
    first, second = signed_in(ada), signed_in(hana)
    sent = first.post("/directory/XA/new/", GIVEN)
    assert sent.status_code == 302, sent.context["form"].errors
    where = sent["Location"]
    assert "An administrator or the head who did not enter it" in words(first.get(where))
    assert "Nothing of this authority is published yet" in words(drafter.get(where))
    assert first.post(f"{where}decide/", {"decision": "publish"}).status_code == 403
    assert second.post(f"{where}decide/", {"decision": "publish"}).status_code == 302
    page = words(drafter.get(where))
    assert "yes, and the paper must follow" in page
    assert "Languages it accepts English, French" in page
    assert "Africa/Nairobi" in page
    assert str(Entry.objects.get().authority_id) not in page, "the frame names our authority, not this one"
    assert "verified" in page
    entry = Entry.objects.get()
    assert (entry.functions, entry.names["zh-hans"]) == (["mla", "asset_recovery"], "文书局")


MORE = {
    "instruments": "uncac, UNTOC", "made_known": "notified", "contact": "Ada Desk; deputy Bo Desk", "fax": "+00 7",
    "secure_address": "desk@vault.invalid", "spoken": ["fr", "ar"], "around_the_clock": "on",
    "ways": ["courier", "interpol"], "help_given": "No interception", "executing": "Court of Niamey\nPolice of Niamey",
}  # fmt: skip


def test_all_that_a_directory_is_to_hold_is_entered_once_and_read_in_both_languages(ada, hana, drafter):
    where = signed_in(ada).post("/directory/NE/new/", {**GIVEN, **MORE})["Location"]
    signed_in(hana).post(f"{where}decide/", {"decision": "publish"})
    page = words(drafter.get(where))
    for said in (
        "UNCAC, UNTOC", "notified to the Secretary-General of the United Nations (46(13), 6(3))",
        "Ada Desk; deputy Bo Desk", "+00 7",
        "desk@vault.invalid", "Languages spoken on the telephone French, Arabic", "It can be reached at any hour yes",
        "courier, INTERPOL, in urgent cases where both States agree (46(13))", "No interception",
        "Court of Niamey Police of Niamey",
    ):  # fmt: skip
        assert said in page
    ada.language = "zh-hans"
    ada.save(update_fields=["language"])
    chinese = words(signed_in(ada).get(where))
    assert "接收请求的途径 快递、国际刑事警察组织（紧急情况下且双方同意时，第四十六条第十三款）" in chinese
    assert "法语、阿拉伯语" in chinese
    again = signed_in(ada).get(f"{where}change/").context["form"]
    assert (again.initial["ways"], again.initial["instruments"]) == (["courier", "interpol"], "UNCAC, UNTOC")


@pytest.mark.parametrize(("reader", "names"), [("en", ("Georgian", "Hausa")), ("zh-hans", ("格鲁吉亚语", "豪萨语"))])
def test_languages_are_chosen_by_name_and_stand_as_tags(reader, names, ada, published):
    entry = published("GE", languages=["en", "qqq"], spoken=["ha"])
    where = f"/directory/authorities/{entry.authority_id}/change/"
    ada.language = reader
    ada.save(update_fields=["language"])
    client = signed_in(ada)
    page = client.get(where).content.decode()
    for name in ("languages", "urgent_languages", "spoken"):
        for tag, said in zip(("ka", "ha"), names, strict=True):
            assert re.search(rf'type="checkbox" name="{name}" value="{tag}"[^>]*>\s*{said}', page), (name, tag)
    assert re.findall(r'name="(?:languages|spoken)" value="([^"]+)"[^>]* checked', page) == ["en", "qqq", "ha"]
    assert page.count('<select name="languages"') == 3, "for several languages beside those that have a box"
    chosen = {"languages": ["en", "ka", "qqq", "az", "", "hy"], "urgent_languages": ["ka"], "spoken": ["", "ka"]}
    assert client.post(where, GIVEN | chosen).status_code == 302
    newest = Entry.objects.latest("pk")
    assert newest.languages == ["en", "qqq", "ka", "az", "hy"], "what stood there keeps its place"
    assert (newest.urgent_languages, newest.spoken) == (["ka"], ["ka"])


def test_what_is_official_in_a_state_comes_before_the_other_languages_chosen(ada):
    signed_in(ada).post("/directory/NE/new/", GIVEN)
    assert Entry.objects.get().languages == ["fr", "en"]


def test_what_is_left_out_of_an_entry_is_not_known(ada):
    signed_in(ada).post("/directory/NE/new/", GIVEN)
    assert (Entry.objects.get().made_known, Entry.objects.get().ways) == ("unknown", [])


def test_a_change_starts_from_what_is_known_and_keeps_the_former(ada, published):
    entry = published()
    client = signed_in(ada)
    form = client.get(f"/directory/authorities/{entry.authority_id}/change/").context["form"]
    assert form.initial["name_en"] == "Bureau of Letters"
    assert client.post(f"/directory/authorities/{entry.authority_id}/change/", GIVEN).status_code == 302
    again = client.post(f"/directory/authorities/{entry.authority_id}/change/", GIVEN)
    assert "another officer was faster" in words(again)
    assert Entry.objects.filter(authority=entry.authority).count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_en": ""}, "name_en"),
        ({"none_designated": "on"}, "none_designated"),
        ({"languages": "English"}, "languages"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"source": ""}, "source"),
        ({"source_date": "soon"}, "source_date"),
        ({"functions": []}, "functions"),
        ({"functions": ["spying"]}, "functions"),
        ({"electronic": "perhaps"}, "electronic"),
        ({"largest_megabytes": "0"}, "largest_megabytes"),
        ({"ways": ["pigeon"]}, "ways"),
        ({"made_known": "rumoured"}, "made_known"),
        ({"spoken": "French"}, "spoken"),
        ({"fallback": "01234567-89ab-7def-8123-456789abcdef"}, "fallback"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_written(changed, field, ada):
    answer = signed_in(ada).post("/directory/XA/new/", {**GIVEN, **changed})
    assert list(answer.context["form"].errors) == [field]
    assert not Authority.objects.exists()


def test_nobody_designated_is_an_answer_with_a_source(ada):
    given = {name: GIVEN[name] for name in ("functions", "electronic", "source", "source_date")}
    assert signed_in(ada).post("/directory/XA/new/", {**given, "none_designated": "on"}).status_code == 302
    assert not Entry.objects.get().designated


def test_a_node_that_was_heard_keeps_its_central_authority_alive(published, time_machine):
    entry, other = published(), published(functions=["prevention"])
    time_machine.move_to(entry.decided_at + timedelta(days=800), tick=False)
    later = entry.decided_at + timedelta(days=799)
    Contact.objects.create(peer=a_peer("xb"), heard_at=later)
    Authority.objects.update(place="XB")
    drafter = signed_in(an_officer("dana", [Role.DRAFTER]))
    page = words(drafter.get(f"/directory/authorities/{entry.authority_id}/"))
    assert "up to date" in page
    assert "its node last signed something on" in page
    assert "not confirmed for long" in words(drafter.get(f"/directory/authorities/{other.authority_id}/"))


def test_one_click_confirms_and_turns_it_green(ada, published, time_machine):
    entry = published()
    time_machine.move_to(entry.decided_at + timedelta(days=400))
    client, where = signed_in(ada), f"/directory/authorities/{entry.authority_id}/"
    assert "to be confirmed" in words(client.get(where))
    assert client.post(f"{where}confirm/").status_code == 302
    assert "last confirmed" in words(client.get(where))
    assert "to be confirmed" not in words(client.get(where))
    assert Confirmation.objects.count() == 1


def test_the_public_part_tells_that_one_is_designated_and_not_how_to_reach_it(published):
    entry = published("NE", phone="+00 123")
    reader = signed_in(an_officer("stan", [Role.STATISTICIAN]))
    page = words(reader.get("/directory/NE/"))
    assert "designated" in page
    assert "Bureau of Letters" not in page
    assert reader.get(f"/directory/authorities/{entry.authority_id}/").status_code == 403
    assert reader.get("/directory/find/").status_code == 403


def test_the_finder_leads_in_four_steps_to_whom_to_write_to(drafter, published):
    published("CN", phone="+00 123", urgent_phone="+00 999")
    assert "Which State?" in words(drafter.get("/directory/find/"))
    assert "is no name and no code" in words(drafter.get("/directory/find/?state=Utopia"))
    assert "What do you want?" in words(drafter.get("/directory/find/?state=中国"))
    third = words(drafter.get("/directory/find/?state=CN&aim=evidence"))
    assert "Is it urgent?" in third
    assert "Hong Kong" in third
    found = words(drafter.get("/directory/find/?state=CN&aim=evidence&urgent=yes"))
    assert "Bureau of Letters" in found
    assert "+00 999" in found
    none = words(drafter.get("/directory/find/?state=CN&aim=evidence&urgent=no&where=HK"))
    assert "Use the diplomatic channel" in none
    assert "Bureau of Letters" not in none


def test_the_finder_warns_where_nothing_is_known_of_urgent_cases(drafter, published):
    published("NE")
    page = words(drafter.get("/directory/find/?state=NE&aim=evidence&urgent=yes"))
    assert "Nothing is known of urgent cases" in page
    assert "INTERPOL" in page


def test_the_chain_of_fallbacks_is_told_to_its_end_and_a_circle_ends_it(drafter, published, ada, hana):
    last = published("NE", names={"en": "Last office"}, functions=["prevention"])
    middle = published("NE", names={"en": "Middle office"}, functions=["extradition"], fallback=last.authority)
    first = published("NE", names={"en": "First office"}, fallback=middle.authority)
    chain = "Where it cannot be reached Middle office Last office last, the diplomatic channel"
    assert chain in words(drafter.get(f"/directory/authorities/{first.authority_id}/"))
    found = words(drafter.get("/directory/find/?state=NE&aim=evidence&urgent=no"))
    assert chain in found
    client = signed_in(ada)
    back = {**GIVEN, "name_en": "Last office", "functions": ["prevention"], "fallback": str(first.authority_id)}
    client.post(f"/directory/authorities/{last.authority_id}/change/", back)
    signed_in(hana).post(f"/directory/authorities/{last.authority_id}/decide/", {"decision": "publish"})
    assert chain in words(drafter.get(f"/directory/authorities/{first.authority_id}/"))


def test_the_fallback_is_named_or_the_diplomatic_channel_is(drafter, published):
    main = published("NE")
    second = published("NE", names={"en": "Deputy office"}, functions=["extradition"], fallback=main.authority)
    assert "Bureau of Letters" in words(drafter.get(f"/directory/authorities/{second.authority_id}/"))
    assert "the diplomatic channel" in words(drafter.get(f"/directory/authorities/{main.authority_id}/"))


def test_an_instrument_shows_its_parties_and_how_far_each_can_be_relied_on(drafter):
    page = words(drafter.get("/directory/instruments/UNCAC/"))
    assert "Parties and signatories" in page
    assert "14 December 2005" in page
    assert "unverified" in page
    assert drafter.get("/directory/instruments/NONE/").status_code == 404


def test_the_catalogue_says_whom_to_ask_where_nobody_is_recorded(drafter):
    page = words(drafter.get("/directory/instruments/"))
    assert "Regional treaties of cooperation" in page
    assert re.search(r"European Convention on Extradition extradition none; ask the Council of Europe", page)
    one = words(drafter.get("/directory/instruments/RIYADH/"))
    assert "by articles that are not recorded" in one
    assert "Ask the depositary before you rely on it" in one
    convention = words(drafter.get("/directory/instruments/UNCAC/"))
    assert "Its depositary counted 190 on 20 April 2024" in convention
    assert re.search(r"1[89]\d parties are recorded as bound today", convention)


def test_counts_begin_with_2021_and_end_with_this_directory(drafter, published):
    published("NE", functions=["mla", "prevention"])
    published("NE", functions=["mla"])
    page = drafter.get("/directory/counts/")
    points = page.context["points"]
    assert (points[0].at, points[0].counts) == (date(2021, 9, 22), (133, 32, 86, 120, 35))
    assert points[-1].counts == (1, 0, 0, 1, 0)
    assert "133" in words(page)


def test_counts_say_how_this_directory_stood_at_the_end_of_each_year(drafter, ada, hana):
    def publish(year, authority=None, **values):
        now = datetime(year, 6, 1, 12, tzinfo=UTC)
        entry = actions.propose_entry(
            actor=Actor.of_officer(ada), place="NE", values={**VALUES, **values}, now=now,
            authority_id=authority.authority_id if authority else None,
        )  # fmt: skip
        return actions.publish_entry(actor=Actor.of_officer(hana), authority_id=entry.authority_id, now=now)

    this = timezone.localdate().year
    first = publish(this - 3, functions=["mla", "prevention"])
    publish(this - 2, first, functions=["mla"])
    publish(this - 1, first, functions=["mla"], ended=True)
    here = [(point.at, point.counts) for point in drafter.get("/directory/counts/").context["points"] if point.here]
    assert here[:3] == [
        (date(this - 3, 12, 31), (1, 0, 0, 1, 0)), (date(this - 2, 12, 31), (1, 0, 0, 0, 0)),
        (date(this - 1, 12, 31), (0, 0, 0, 0, 0)),
    ]  # fmt: skip
    assert here[3:] == [(timezone.localdate(), (0, 0, 0, 0, 0))]


def test_every_page_speaks_chinese(published):
    entry = published("NE")
    reader = signed_in(an_officer("dana", [Role.DRAFTER], language="zh-hans"))
    for path, told in (
        ("/directory/", "国家主管机关名录"),
        ("/directory/NE/", "尼日尔共和国"),
        (f"/directory/authorities/{entry.authority_id}/", "文书局"),
        ("/directory/find/?state=NE&aim=evidence&urgent=yes", "紧急情况的处理办法不详"),
        ("/directory/instruments/UNCAC/", "缔约方和签署方"),
        ("/directory/instruments/", "区域合作条约"),
        ("/directory/counts/", "负责司法协助事宜的中央机关"),
    ):
        with translation.override("zh-hans"):
            assert told in words(reader.get(path)), path


def test_the_list_needs_no_more_statements_for_more_authorities(drafter, published, django_assert_max_num_queries):
    for place in ("NE", "NG", "CN"):
        published(place)
    drafter.get("/directory/")
    with django_assert_max_num_queries(8):
        drafter.get("/directory/")
