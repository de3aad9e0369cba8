"""Pages of the laws of States: entered, listed by State and article, confirmed; nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.people import an_officer, signed_in
from tests.library.conftest import DOCUMENTS

from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.library.legislation.models import Law
from comity.library.models import Citation

pytestmark = pytest.mark.usefixtures("node_folder")
TODAY = utc_now().date()


def given(**changed):
    text = b"1. This Act is about assistance.\n\n2. A request is answered within 30 days.\n"
    return {
        "place": "XA", "title": "Assistance Act", "kind": "statute", "number": "No. 12", "source": "Note verbale 12",
        "reported_on": (TODAY - timedelta(days=1)).isoformat(), "provisions": "46(9), 46(24): section 2",
        "file": SimpleUploadedFile("act.txt", text), **changed,
    }  # fmt: skip


@pytest.fixture
def keeper():
    return signed_in(an_officer("ada", [Role.ADMINISTRATOR]))


@pytest.fixture
def reader():
    return signed_in(an_officer("rhea", [Role.STATISTICIAN]))


def entered(keeper, **changed):
    answer = keeper.post("/library/laws/new/", given(**changed), follow=True)
    assert answer.redirect_chain, answer.context["form"].errors
    return Law.objects.latest("entered_at"), answer.content.decode()


def test_a_law_is_entered_and_found_by_its_state_and_its_articles(keeper, reader):
    law, page = entered(keeper)
    assert "Exampleland A" in page
    assert "section 2" in page
    for address in ("", "?place=XA", "?article=uncac:46(9)", "?place=ZZ"):
        assert "Assistance Act" in reader.get(f"/library/laws/{address}").content.decode(), address
    document = reader.get(f"/library/documents/{law.work_id}/", follow=True).content.decode()
    assert "A request is answered within 30 days." in document
    assert reader.get("/library/", {"kind": "law"}).content.decode().count("Assistance Act") == 1


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(keeper):
    answer = keeper.post("/library/laws/new/", given(provisions="section 2", title="The <b>Act</b>"))
    assert "provisions" in answer.context["form"].errors
    assert "The &lt;b&gt;Act&lt;/b&gt;" in answer.content.decode()
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert "reported_on" in keeper.post("/library/laws/new/", given(reported_on=tomorrow)).context["form"].errors
    empty = SimpleUploadedFile("act.txt", b"")
    assert "file" in keeper.post("/library/laws/new/", given(file=empty)).context["form"].errors
    assert not Law.objects.exists()


def test_a_new_version_can_be_compared_and_a_law_is_confirmed_and_repealed(keeper, reader):
    law, _page = entered(keeper)
    later = SimpleUploadedFile("act.txt", b"1. This Act is about assistance.\n\n2. A request is answered in 20 days.\n")
    page = keeper.post(f"/library/laws/{law.pk}/new/", given(file=later), follow=True).content.decode()
    assert "English, version 2" in page
    said = {"on": TODAY.isoformat(), "source": "E-mail of the authority"}
    page = keeper.post(f"/library/laws/{law.pk}/said/", {"act": "confirm", **said}, follow=True).content.decode()
    assert "E-mail of the authority" in page
    assert keeper.post(f"/library/laws/{law.pk}/said/", {"act": "repeal", "on": "x", "source": ""}).status_code == 400
    keeper.post(f"/library/laws/{law.pk}/said/", {"act": "repeal", **said})
    assert "repealed" in reader.get("/library/laws/").content.decode()


def test_a_law_is_called_by_its_title_in_the_readers_language_and_its_articles_stand_in_order(keeper, reader):
    law, _page = entered(keeper, provisions="46(13): 1\n1(b): 2\n46(7): 3\n46(7)(a): 4")
    file = SimpleUploadedFile("act.txt", "1. 本法规定协助事项。\n\n2. 请求应在三十日内答复。\n".encode())
    again = {"file": file, "title": "协助法", "provisions": "46(13)\n1(b)\n46(7)"}
    page = keeper.post(f"/library/laws/{law.pk}/new/", given(**again), follow=True).content.decode()
    assert "Chinese, version 1" in page
    assert '<h1 lang="en">Assistance Act</h1>' in page
    assert re.findall(r"article=uncac%3A([^\"]+)\"", page) == ["1%28b%29", "46%287%29", "46%2813%29"]
    assert "<bdi>1(b), 46(7), 46(13)</bdi>" in reader.get("/library/laws/").content.decode()
    chinese = signed_in(an_officer("shu", [Role.STATISTICIAN], language="zh-hans"))
    assert '<h1 lang="zh">协助法</h1>' in chinese.get(f"/library/laws/{law.pk}/").content.decode()
    assert 'lang="zh">协助法</a>' in chinese.get("/library/laws/").content.decode()
    assert "协助法" in chinese.get("/library/", {"kind": "law"}).content.decode()


def test_an_old_law_is_marked_by_the_limits_of_the_node(keeper, reader):
    entered(keeper, reported_on=(TODAY - timedelta(days=400)).isoformat())
    assert "to be confirmed" in reader.get("/library/laws/").content.decode()


def test_the_list_asks_no_more_for_more_laws(keeper, reader):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            reader.get("/library/laws/")
        return len(queries)

    entered(keeper)
    few = asked()
    for number in range(3):
        text = f"1. Act {number}.\n\n2. Another {number}.\n".encode()
        entered(keeper, title=f"Act {number}", file=SimpleUploadedFile("a.txt", text))
    assert asked() == few


def test_a_law_is_read_article_by_article_with_contents_and_links_to_its_own_articles(keeper, reader):
    text = (DOCUMENTS / "laws" / "law.en.txt").read_bytes()
    law, _page = entered(keeper, file=SimpleUploadedFile("act.txt", text))
    page = reader.get(f"/library/documents/{law.work_id}/", follow=True).content.decode()
    assert re.findall(r'<a href="#(art_[^"]+)">([^<]+)</a>\s*</li>', page) == [
        ("art_1", "Article 1 Purpose"), ("art_2", "Article 2 Definitions"), ("art_3", "Article 3 Central authority"),
        ("art_4", "Article 4 Form"), ("art_4bis", "Article 4 bis Urgency"), ("art_5", "Article 5 Grounds for refusal"),
    ]  # fmt: skip
    assert all(f'id="art_{place}"' in page for place in ("1", "2", "3", "4", "4bis", "5"))
    assert re.search(r">4bis</a>", page)
    assert re.search(r'<a\s+href="#art_5"[^>]*>article 5</a>', page)
    assert re.search(r'<a\s+href="#art_3"[^>]*>article 3, paragraph 2</a>', page)
    assert set(Citation.objects.filter(what="article", pin="").values_list("key", flat=True)) == {
        "uncac:2(d)", "uncac:46(13)", "uncac:46(14)", "uncac:5", "Penal Code:12",
    }  # fmt: skip
