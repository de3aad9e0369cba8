"""Saved searches: one's own, told of every new document once, with the exact number of paragraphs."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from tests.builders.hub_libraries import a_paper
from tests.builders.keys import NOW
from tests.builders.people import an_actor, signed_in

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.mail.kinds import kinds
from comity.core.mail.rules import BODY
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.library.errors import LibraryError
from comity.library.finding.addresses import asked_in, pairs_of
from comity.library.finding.filling import refresh
from comity.library.finding.searching import search
from comity.library.jobs import fill_index
from comity.library.models import Expression
from comity.library.saved import actions, queries
from comity.library.saved.announcing import announce
from comity.library.saved.models import News, SavedSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.library.actions import Loaded

    Load = Callable[..., Loaded]

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(node_folder: None) -> Actor:
    return an_actor(Role.DRAFTER, login="dora")


def saved(actor: Actor, query: str, **narrowed: str) -> SavedSearch:
    return actions.save_search(actor=actor, address=urlencode({"q": query, **narrowed}), name="", now=NOW)


def counts(actor: Actor) -> dict[str, int]:
    return dict(queries.searches_of(actor).values_list("name", "fresh"))


def test_a_new_document_is_told_once_with_the_exact_number(dora: Actor, load: Load):
    load("note.en.txt")
    fill_index()
    for query in ("recommendations", "建议", "zyzzyva"):
        saved(dora, query)
    assert counts(dora) == {"recommendations": 0, "建议": 0, "zyzzyva": 0}
    new = [load(name).expression for name in ("report.en.txt", "report.zh.txt")]
    assert counts(dora)["recommendations"] == 0  # the index does not hold it yet
    fill_index()
    told = counts(dora)
    for query in told:
        found = search(asked_in(QueryDict(urlencode({"q": query}))))
        older = Expression.objects.exclude(pk__in=[one.pk for one in new]).get()
        only = asked_in(QueryDict(urlencode({"q": query}))).query()[0].narrowed([f"document:{older.pk}"])
        from comity.library.finding.filling import index

        assert told[query] == found.total - index().find(only).total, query
    assert told["recommendations"] > 1
    assert told["zyzzyva"] == 0
    fill_index()
    assert counts(dora) == told
    assert queries.count_of_news(dora) == sum(told.values())


def test_what_was_seen_is_new_no_longer(dora: Actor, load: Load):
    one = saved(dora, "paper")
    load(a_paper(1))
    fill_index()
    assert counts(dora) == {"paper": 1}
    later = NOW + timedelta(hours=1)
    assert actions.see_news(actor=dora, search_id=one.pk, now=later).seen_at == later
    assert counts(dora) == {"paper": 0}
    load(a_paper(2))
    fill_index()
    assert counts(dora) == {"paper": 1}


def test_an_earlier_version_is_no_news_once_a_newer_is_there(dora: Actor, load: Load):
    saved(dora, "paper")
    both = {"version": "older"}
    saved(dora, "paper says", **both)
    words = " ".join(f"clause {at} of the long text about assistance" for at in range(60))
    load(f"Note by the Secretariat\n\n1. Paper says {words}.\n".encode())
    fill_index()
    assert counts(dora) == {"paper": 1, "paper says": 0}
    load(f"Note by the Secretariat\n\n1. Paper says {words} today.\n".encode())
    assert Expression.objects.filter(version=2).exists()
    fill_index()
    assert counts(dora)["paper"] == 1
    assert [one.expression.version for one in News.objects.filter(search__name="paper")] == [2]


def test_searches_are_ones_own_and_nobody_elses(dora: Actor, load: Load):
    other = an_actor(Role.HEAD, login="hana")
    one = saved(dora, "paper")
    load(a_paper(1))
    fill_index()
    assert (queries.count_of_news(dora), queries.count_of_news(other)) == (1, 0)
    for act in (actions.see_news, actions.delete_search):
        with pytest.raises(SavedSearch.DoesNotExist):
            act(actor=other, search_id=one.pk, now=NOW)
    with pytest.raises(AccessDenied):
        saved(Actor.system("tests"), "paper")
    assert not queries.searches_of(Actor.system("tests")).exists()
    assert not queries.news_of(Actor.system("tests")).exists()
    client = signed_in(Officer.objects.get(login="hana"))
    assert client.post(f"/library/searches/{one.pk}/act/", {"act": "delete"}).status_code == 404
    assert SavedSearch.objects.filter(pk=one.pk).exists()


def test_a_search_that_asks_for_nothing_and_one_too_many_are_refused(dora: Actor):
    with pytest.raises(LibraryError, match="E_LIBRARY_SEARCH"):
        saved(dora, " .. ")
    for at in range(actions.MOST):
        saved(dora, f"word{at}")
    with pytest.raises(LibraryError, match="E_LIBRARY_SEARCHES"):
        saved(dora, "one more")
    assert AuditEntry.objects.filter(code="library.search.saved").count() == actions.MOST
    assert not any("word1" in str(one.data) for one in AuditEntry.objects.filter(code="library.search.saved"))


def test_the_questions_grow_with_the_searches_and_not_with_their_documents(
    dora: Actor, load: Load, django_assert_num_queries: Callable[..., object]
):
    for at in range(5):
        saved(dora, f"zyzzyva{at}")
    for at in range(1, 4):
        load(a_paper(at))
    refresh()
    assert announce(now=NOW) == 3
    with django_assert_num_queries(1):
        assert announce(now=NOW) == 0  # a minute without anything new costs one look


def test_by_e_mail_is_said_that_something_is_there_and_nothing_else(dora: Actor, load: Load):
    saved(dora, "paper")
    load(a_paper(1))
    fill_index()
    find = kinds()["library-search"].find
    at = News.objects.get().at
    assert len(list(find(dora, at - timedelta(days=1), at))) == 1
    assert list(find(dora, at, at)) == []
    assert list(find(an_actor(Role.HEAD, login="hana"), at - timedelta(days=1), at)) == []
    assert "{node}" in BODY.en
    assert "paper" not in BODY.en


def test_it_is_saved_seen_and_deleted_on_pages(dora: Actor, load: Load):
    client = signed_in(Officer.objects.get(login="dora"))
    load(a_paper(1))
    fill_index()
    page = client.get("/library/search/?q=paper&language=en").content.decode()
    assert 'value="q=paper&amp;language=en"' in page
    sent = {"asked": "q=paper&language=en&page=3&evil=1", "name": "My\x00 <b>papers</b>"}
    page = client.post("/library/searches/save/", sent, follow=True).content.decode()
    one = SavedSearch.objects.get()
    assert one.asked == urlencode(pairs_of(asked_in(QueryDict("q=paper&language=en"))))
    assert "&lt;b&gt;papers" in page
    assert "Nothing new" in page
    load(a_paper(2))
    fill_index()
    assert "1 new paragraph in your saved searches" in client.get("/library/").content.decode()
    page = client.get("/library/searches/").content.decode()
    assert "1 new paragraph" in page
    assert "Paper 2" not in client.get("/library/searches/").headers.get("Set-Cookie", "")
    act = f"/library/searches/{one.pk}/act/"
    assert client.post(act, {"act": "burn"}).status_code == 400
    assert "has nothing new now" in client.post(act, {"act": "seen"}, follow=True).content.decode()
    assert "Deleted." in client.post(act, {"act": "delete"}, follow=True).content.decode()
    assert not SavedSearch.objects.exists()
    page = client.post("/library/searches/save/", {"asked": ""}, follow=True).content.decode()
    assert "There is nothing to save" in page
