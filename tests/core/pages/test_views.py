"""Pages of core: every one in every language, errors in words, components drawn."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from tests.builders.people import NOW, an_actor, an_officer, signed_in

from comity.core.checks import views
from comity.core.officers import actions
from comity.core.pages import errors
from comity.core.roles import Role

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "zh-hans", "ar"]
OWN = ("settings", "officer", "account", "audit", "style", "home", "mfa_index", "enrol", "signing-key")


def own_addresses() -> list[str]:
    found = []
    for name, _view in views():
        if ":" not in name and name.startswith(OWN):
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def markup_is_strict(page: str) -> None:
    assert not re.search(r"\sstyle=", page), "a style attribute"
    assert not re.search(r"\son\w+=", page), "an inline handler"
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page), "an inline script"
    assert "{{" not in page
    assert "{%" not in page
    assert page.count("<h1") == 1
    assert "<main" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", own_addresses())
def test_every_page_is_drawn_in_every_language(url, language):
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR, Role.AUDITOR], language=language, password="x"))
    response = client.get(url)
    if response.status_code in {302, 403, 405}:
        return
    page = response.content.decode()
    assert response.status_code == 200
    assert f'lang="{language}"' in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    markup_is_strict(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_officer_page_shows_what_waits(language):
    ada, bo = an_actor(Role.ADMINISTRATOR, login="ada"), an_officer("bo", [Role.ADMINISTRATOR], language=language)
    nora = an_officer("nora", [Role.CASE_OFFICER])
    actions.propose_role(actor=ada, officer_id=nora.pk, role=Role.DRAFTER, now=NOW)
    actions.propose_reset(actor=ada, officer_id=nora.pk, reason="Telephone lost", now=NOW)
    client = signed_in(bo)
    for url in ("/officers/", f"/officers/{nora.pk}/"):
        response = client.get(url)
        assert response.status_code == 200
        markup_is_strict(response.content.decode())


def test_two_administrators_grant_a_role_over_the_pages():
    ada, bo = an_officer("ada", [Role.ADMINISTRATOR]), an_officer("bo", [Role.ADMINISTRATOR])
    slip = signed_in(ada).post("/officers/new/", {"login": "nora", "name": "Nora", "language": "en"})
    assert re.search(r"([2-9A-HJ-NP-Z]{4}-){4}[2-9A-HJ-NP-Z]{4}", slip.content.decode())
    nora = actions.queries.officers_visible_to(actions.Actor.of_officer(ada)).get(login="nora")
    signed_in(ada).post(f"/officers/{nora.pk}/role/", {"role": "drafter"})
    grant = nora.grants.get()
    refused = signed_in(ada).post(f"/officers/roles/{grant.pk}/decide/", {"decision": "approve"})
    assert refused.status_code == 403
    assert b"a second person must decide" in refused.content
    signed_in(bo).post(f"/officers/roles/{grant.pk}/decide/", {"decision": "approve"})
    assert nora.roles_in_force() == {Role.DRAFTER}


def test_role_that_excludes_the_others_is_not_offered():
    ada = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    casey = an_officer("casey", [Role.CASE_OFFICER])
    page = ada.get(f"/officers/{casey.pk}/role/").content.decode()
    assert 'value="drafter"' in page
    assert 'value="administrator"' not in page


def test_audit_page_verifies_the_log():
    client = signed_in(an_officer("aude", [Role.AUDITOR]))
    page = client.post("/audit/verify/", follow=True).content.decode()
    assert "nothing changed, missing or out of order" in page


def test_audit_page_filters():
    client = signed_in(an_officer("aude", [Role.AUDITOR]))
    assert "core.role.founded" in client.get("/audit/?q=core.role").content.decode()
    assert "No entry fits" in client.get("/audit/?q=nothing").content.decode()


def test_article_page_explains_or_says_that_it_does_not():
    client = signed_in(an_officer("casey", [Role.CASE_OFFICER], language="zh-hans"))
    assert "《联合国反腐败公约》" in client.get(reverse("article", args=["46(15)(c)"])).content.decode()
    assert "尚无" in client.get(reverse("article", args=["71"])).content.decode()
    assert client.get("/law/articles/nonsense/").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "There is no such page here"), ("zh-hans", "此处没有该页面")])
def test_not_found_is_said_in_words(language, words):
    response = signed_in(an_officer("casey", language=language)).get("/nowhere/")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_not_found_without_sign_in_shows_no_navigation(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert b'class="menu"' not in response.content


def test_server_error_needs_nothing_and_speaks_both_languages():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "本节点出现错误" in response.content.decode()


def test_page_titles_never_carry_names():
    ada = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    nora = an_officer("nora", name="Nora Newcomer")
    page = ada.get(f"/officers/{nora.pk}/").content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert "Nora" not in title.group(1)


def test_list_of_officers_takes_few_queries(django_assert_max_num_queries):
    client = signed_in(an_officer("ada", [Role.ADMINISTRATOR]))
    for number in range(30):
        an_officer(f"officer{number}", [Role.DRAFTER], second_factor=False)
    with django_assert_max_num_queries(14):
        client.get("/officers/")


def test_settings_stand_on_one_page_for_those_who_may_open_them():
    head, drafter = signed_in(an_officer("hana", [Role.HEAD])), signed_in(an_officer("dana", [Role.DRAFTER]))
    row, page = head.get("/").content.decode(), head.get("/settings/").content.decode()
    for url in ("/chains/", "/rules/", "/retention/", "/numbering/", "/letterhead/"):
        assert f'href="{url}"' not in row
        assert f'href="{url}"' in page
    assert 'href="/settings/"' in row
    assert "Which organs approve a request before it is signed" in page
    own = drafter.get("/settings/").content.decode()
    assert 'href="/rules/"' in own
    assert 'href="/chains/"' not in own
    inside = head.get("/chains/").content.decode()
    assert re.search(r'href="/settings/"\s+aria-current="page"', inside)
