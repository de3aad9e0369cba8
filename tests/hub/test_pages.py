"""The hub's addresses by reader, in both languages; and a State's part from its editor to every node."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comity.core.actors import Actor
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory import actions as entries
from comity.directory import fact_actions
from comity.hub import actions, editions, jobs, stating
from comity.hub.models import Editor, Offer, Statement, Submission
from comity.library.actions import load_document
from comity.library.legislation import actions as laws
from tests.builders import documents
from tests.builders.authorities import VALUES
from tests.builders.directories import ADirectory, key_file
from tests.builders.hub_libraries import a_paper
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in
from tests.hub.people import editor, staff
from tests.hub.test_facts import SAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

    from comity.directory.models import Entry

READERS = ("administrator", "head", "reviewer", "auditor", "editor", "other_editor", "officer", "nobody")
# K administrator, H head, R reviewer, A auditor, E editor of XA, F editor of XB, O officer without a role, no: nobody
TABLE = """
home                GET  200 200 200 200 200 200 200  in
hub:file            GET  200 200 200 200 200 200 200 200
hub:library-head    GET  200 200 200 200 200 200 200 200
hub:library-entries GET  200 200 200 200 200 200 200 200
hub:library-file    GET  200 200 200 200 200 200 200 200
hub:library-statements GET  200 200 200 200 200 200 200 200
hub:library-statement  GET  200 200 200 200 200 200 200 200
hub:offers          GET  200 200 200 403 200 200 403  in
hub:offers          POST 200 200 403 403 200 200 403 401
hub:offer           GET  200 200 200 403 200 404 403  in
hub:offer           POST  go  go 403 403 403 404 403 401
hub:offer-comment   POST  go  go  go 403 403 403 403 401
hub:submission-comment POST  go  go  go 403 403 403 403 401
hub:passed-on       GET  200 200 200 200 200 200 200  in
hub:pass-on         POST  go  go 403 403 403 403 403 401
hub:nodes           GET  200 200 200 200 200 200 200 200
hub:submissions     GET  200 200 200 403 200 200 403  in
hub:submission-new  GET  200 200 403 403 200 200 403  in
hub:submission      GET  200 200 200 403 200 404 403  in
hub:submission      POST  go  go 403 403 403 404 403 401
hub:editors         GET  200 403 403 403 403 403 403  in
hub:editors         POST 200 403 403 403 403 403 403 401
hub:editor-end      POST  go 403 403 403 403 403 403 401
hub:continuity      GET  200 200 200 200 200 200 200  in
hub:continuity      POST 403 403 403 403 200 200 403 401
hub:edition         GET  200 200 200 403 200 200 403  in
hub:edition-file    GET  200 200 200 403 200 200 403  in
hub:edition-sealed  GET  200 200 200 200 200 200 200 200
hub:key-file        GET  200 200 200 200 200 200 200 200
directory:list      GET  200 200 200 200 200 200 200  in
directory:place     GET  200 200 200 200 200 200 200  in
directory:authority GET  200 200 200 403 200 200 403  in
directory:authority-new     GET  200 200 403 403 200 403 403  in
directory:authority-change  GET  200 200 403 403 200 403 403  in
directory:authority-confirm POST  go  go 403 403  go 403 403 401
directory:authority-decide  POST 400 400 403 403 403 403 403 401
directory:facts             GET  200 200 200 200 200 200 200  in
directory:fact              GET  200 200 200 200 200 200 200  in
directory:fact-new          GET  200 200 403 403 200 200 403  in
directory:fact-change       GET  200 200 403 403 200 403 403  in
directory:fact-decide       POST 400 400 403 403 403 403 403 401
directory:facts-file        GET  200 200 403 403 403 403 403  in
api:authorities     GET  200 200 200 200 200 200 200 401
api:channel-tree    GET  200 200 200 403 200 200 403 401
"""


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for line in TABLE.strip().splitlines():
        name, method, *answers = line.split()
        yield name, method, dict(zip(READERS, answers, strict=True))


def own_names() -> set[str]:
    resolver = get_resolver()
    [ours] = [one for one in resolver.url_patterns if isinstance(one, URLResolver) and one.namespace == "hub"]
    return {f"hub:{one.name}" for one in ours.url_patterns if isinstance(one, URLPattern)}


@pytest.fixture
def people(hub: ADirectory) -> dict[str, Client]:
    del hub
    ada = staff("ada")
    staff("hana", Role.HEAD)
    staff("rea", Role.REVIEWER)
    staff("au", Role.AUDITOR)
    editor("eda", "XA", ada)
    editor("fay", "XB", ada)
    an_officer("ola")
    logins = dict(zip(READERS, ("ada", "hana", "rea", "au", "eda", "fay", "ola"), strict=False))
    return {who: signed_in(Officer.objects.get(login=login)) for who, login in logins.items()} | {"nobody": Client()}


def an_entry() -> Entry:
    """What ada wrote of XA and hana published, and a newer version of ada's that waits."""
    ada, hana = (Actor.of_officer(Officer.objects.get(login=login)) for login in ("ada", "hana"))
    made = entries.propose_entry(actor=ada, place="XA", values=VALUES, now=NOW)
    entries.publish_entry(actor=hana, authority_id=made.authority_id, now=NOW)
    newer = {**VALUES, "phone": "+00 456"}
    return entries.propose_entry(actor=ada, place="XA", values=newer, now=NOW, authority_id=made.authority_id)


def two_versions() -> tuple[int, str]:
    """A law of which one version is passed on and another waits; return that one, and the digest of what is said."""
    lia, ada = staff("lia", Role.HEAD), Actor.of_officer(Officer.objects.get(login="ada"))
    law = documents.a_law(lia, now=NOW)
    stating.pass_on(actor=ada, version_id=law.versions.get().pk, now=NOW)
    jobs.state_laws()
    later = laws.Reported(
        raw=b"1. Another rule.\n", name="act.txt", media_type="text/plain", in_force_from=None,
        reported_on=NOW.date(), source="A later note",
    )  # fmt: skip
    made = laws.report_version(actor=lia, law_id=law.pk, reported=later, now=NOW)
    return made.pk, Statement.objects.get().sha256


def brought() -> Offer:
    """What the editor of XA brought, of a node that is listed no more."""
    eda = Officer.objects.get(login="eda")
    return Offer.objects.create(
        of_state="XA", node="xa", kind="law", title="An invented Act", ref=eda.pk, raw=b"{}", sha256="0" * 64,
        signed_at=NOW, brought_by=eda, brought_at=NOW,
    )  # fmt: skip


def submitted(hub: ADirectory) -> Submission:
    eda = Actor.of_officer(Officer.objects.get(login="eda"))
    return actions.submit(actor=eda, raw=hub.state_file("XA", key_file("xa")).to_bytes(), now=NOW)


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
    hub.list_nodes("XB", key_file("xb"))  # the directory of authorities is sealed to somebody
    made = submitted(hub)
    settings.NODE = settings.NODE.model_copy(update={"offer_library": True})
    loaded = load_document(actor=Actor.system("tests"), raw=a_paper(1), name="a.txt", now=NOW)
    jobs.pass_documents_on()
    waiting, said = two_versions()
    ids = {
        "hub:pass-on": {"version_id": waiting},
        "hub:library-statement": {"sha256": said},
        "hub:library-entries": {"after": 0},
        "hub:library-file": {"sha256": loaded.manifestation.sha256},
        "hub:file": {"path": "metadata/timestamp.json"},
        "hub:submission-comment": {"submission_id": made.pk},
        "hub:submission": {"submission_id": made.pk},
        "hub:editor-end": {"editor_id": Editor.objects.get(state="XB").pk},
        "directory:place": {"place": "XA"},
        "directory:authority-new": {"place": "XA"},
        "directory:fact-new": {"sort": "notification"},
    }
    offer = {"offer_id": brought().pk}
    ids |= {"hub:offer": offer, "hub:offer-comment": offer}
    one = {"authority_id": an_entry().authority_id}
    ids |= {f"directory:authority{ending}": one for ending in ("", "-change", "-confirm", "-decide")}
    stated = fact_actions.propose_fact(
        actor=Actor.of_officer(Officer.objects.get(login="eda")), cells=SAID, now=NOW
    ).fact_id
    ids |= {f"directory:fact{ending}": {"fact_id": stated} for ending in ("", "-change", "-decide")}
    editions.publish(NOW)
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
