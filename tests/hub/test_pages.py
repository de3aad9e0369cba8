"""The hub's addresses by reader, in both languages; and a State's part from its editor to every node."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comity.core.officers.models import Officer
from comity.hub.models import Submission
from tests.builders.directories import ADirectory, key_file
from tests.hub.world import READERS, filled, people, rows, submitted

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["people"]  # a fixture


def own_names() -> set[str]:
    resolver = get_resolver()
    [ours] = [one for one in resolver.url_patterns if isinstance(one, URLResolver) and one.namespace == "hub"]
    return {f"hub:{one.name}" for one in ours.url_patterns if isinstance(one, URLPattern)}


def answer_of(status: int, location: str) -> str:
    if status != 302:
        return str(status)
    return "in" if "login" in location else "go"


def test_the_table_names_every_address_of_the_hub() -> None:
    assert own_names() <= {name for name, _, _ in rows()}


@pytest.mark.parametrize("who", READERS)
def test_every_reader_gets_what_the_table_says(
    hub: ADirectory, people: dict[str, Client], who: str, settings: SettingsWrapper
):
    ids = filled(hub, settings)
    wrong = []
    for name, method, answers in rows():
        address = reverse(name, kwargs=ids.get(name, {}))
        client = people[who]
        answer = client.get(address) if method == "GET" else client.post(address, {"decision": "review"})
        found = answer_of(answer.status_code, answer.headers.get("Location", ""))
        if found != answers[who]:
            wrong.append(f"{method} {name}: {found}, not {answers[who]}")
    assert wrong == []


def test_nothing_of_a_node_is_reached_at_a_hub(people: dict[str, Client]):
    for address in ("/peers/", "/requests/", "/peer/v1/envelopes", "/statistics/"):
        assert people["administrator"].get(address).status_code == 404


def test_from_an_editor_over_two_of_the_secretariat_to_the_public_page(hub: ADirectory, people: dict[str, Client]):
    raw = hub.state_file("XA", key_file("xa")).to_bytes()
    upload = SimpleUploadedFile("xa.draft", raw + b"\n")
    page = people["editor"].post("/submissions/new/", {"file": upload}, follow=True).content.decode()
    assert "Two members of the secretariat" in page
    where = f"/submissions/{Submission.objects.get().pk}/"
    assert "Review a submission" in people["administrator"].get("/").content.decode()
    assert "Reviewed." in people["administrator"].post(where, {"decision": "review"}, follow=True).content.decode()
    assert people["administrator"].post(where, {"decision": "publish"}).status_code == 403
    assert "Published." in people["head"].post(where, {"decision": "publish"}, follow=True).content.decode()
    page = Client().get("/nodes/").content.decode()
    assert "Central Authority of XA" in page
    assert "XA 中央机关" in page


def test_a_wrong_file_is_answered_in_words(hub: ADirectory, people: dict[str, Client]):
    for raw, words in (
        (b"{}", "This is not a whole signed directory file"),
        (hub.state_file("XA", key_file("xa"), by="XB").to_bytes(), "not signed by enough"),
    ):
        upload = SimpleUploadedFile("x", raw)
        assert words in people["editor"].post("/submissions/new/", {"file": upload}).content.decode()
    made = submitted(hub)
    hub.list_nodes("XA", key_file("xa", timedelta(days=1)))
    where = f"/submissions/{made.pk}/"
    people["administrator"].post(where, {"decision": "review"})
    page = people["head"].post(where, {"decision": "publish"}, follow=True).content.decode()
    assert "This is not the next version." in page
    assert 'class="field wrong"' in people["head"].post(where, {"decision": "return"}).content.decode()
    page = people["head"].post(where, {"decision": "return", "reason": "A newer one is out."}, follow=True)
    assert "A newer one is out." in page.content.decode()


def test_an_editor_says_when_the_authority_is_back(people: dict[str, Client]):
    said = {"reach": "closed", "back_on": "2026-03-09", "note": "A flood; telephone the embassy."}
    page = people["editor"].post("/continuity/", said, follow=True).content.decode()
    assert "A flood; telephone the embassy." in page
    assert "cannot be reached" in people["officer"].get("/continuity/").content.decode()


def test_pages_speak_chinese(hub: ADirectory, people: dict[str, Client]):
    made = submitted(hub)
    Officer.objects.update(language="zh-hans")
    for address, words in (
        ("/nodes/", "密钥目录"), ("/submissions/", "提交"), (f"/submissions/{made.pk}/", "您的决定"),
        ("/editors/", "各国编辑"), ("/continuity/", "业务连续性"), ("/submissions/new/", "已签名的目录文件"),
    ):  # fmt: skip
        page = people["administrator"].get(address).content.decode()
        assert words in page
        assert 'lang="zh-hans"' in page


def test_before_it_is_founded_the_public_page_says_so(people: dict[str, Client], hub: ADirectory):
    (hub.folder / "metadata" / "timestamp.json").unlink()
    assert "was not founded yet" in Client().get("/nodes/").content.decode()
    assert Client().get("/directory/metadata/timestamp.json").status_code == 404
    assert people["officer"].get("/continuity/").status_code == 200
