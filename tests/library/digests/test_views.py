"""Pages of digests: written, read by a second person, published, taken back; a draft is nobody else's business."""

import pytest
from tests.builders.people import an_officer, signed_in

from comity.core.roles import Role
from comity.library.digests.models import Digest

pytestmark = pytest.mark.usefixtures("node_folder")
GIVEN = {
    "title": "Bank records across a border", "language": "en", "year": "2025", "subject": "mla", "outcome": "refused",
    "states": "Exampleland A, XB", "articles": "46(9), 46(21)", "instruments": "", "facts": "Records were asked for.",
    "course": "It was refused for reasons given.", "lessons": "Consult first.",
}  # fmt: skip


@pytest.fixture
def writer():
    return signed_in(an_officer("casey", [Role.CASE_OFFICER]))


@pytest.fixture
def head():
    return signed_in(an_officer("hana", [Role.HEAD]))


def written(writer, **changed):
    answer = writer.post("/library/digests/new/", GIVEN | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def act(client, path, name, note=""):
    return client.post(f"{path}act/", {"act": name, "note": note}, follow=True)


def test_a_digest_from_draft_to_taken_back(writer, head):
    path = written(writer)
    assert head.get(path).status_code == 200
    act(writer, path, "submit")
    assert "Bank records" in head.get("/library/digests/").content.decode()
    assert act(head, path, "return").status_code == 400  # a reason is asked for
    act(head, path, "return", "Say which article.")
    assert "Say which article." in writer.get(path).content.decode()
    writer.post(f"{path}change/", GIVEN | {"facts": "Records of an account were asked for."})
    act(writer, path, "submit")
    page = act(head, path, "publish").content.decode()
    assert "As a document of the library" in page
    work = Digest.objects.get().work_id
    document = writer.get(f"/library/documents/{work}/", follow=True).content.decode()
    assert "Records of an account were asked for." in document
    assert "article 46, paragraph 21" in document
    act(head, path, "withdraw", "Somebody can be recognised.")
    assert writer.get(f"/library/documents/{work}/").status_code == 404


def test_a_draft_is_not_there_for_others_and_its_writer_cannot_publish(writer, head):
    path = written(writer)
    other = signed_in(an_officer("dora", [Role.DRAFTER]))
    statistician = signed_in(an_officer("stan", [Role.STATISTICIAN]))
    assert [client.get(path).status_code for client in (other, statistician)] == [404, 404]
    act(writer, path, "submit")
    assert act(writer, path, "publish").status_code == 403
    assert head.post(f"{path}act/", {"act": "burn"}).status_code == 400
    act(head, path, "publish")
    assert [client.get(path).status_code for client in (other, statistician)] == [200, 200]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(writer):
    answer = writer.post("/library/digests/new/", GIVEN | {"states": "Nowhereland", "articles": "99"})
    assert set(answer.context["form"].errors) == {"states", "articles"}
    assert "Consult first." in answer.content.decode()
    assert "Nowhereland" in answer.content.decode()
    assert not Digest.objects.exists()


def test_published_digests_are_chosen_by_kind_and_outcome(writer, head):
    path = written(writer)
    act(writer, path, "submit")
    act(head, path, "publish")
    assert "Bank records" in writer.get("/library/digests/?outcome=refused").content.decode()
    assert "Bank records" not in writer.get("/library/digests/?outcome=granted").content.decode()
    assert "Bank records" in writer.get("/library/digests/?outcome=nothing").content.decode()
