"""Pages about counterparts: two officers, digits that nobody can copy from the page, errors in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from comity.core.actors import Actor
from comity.core.keys import forget_node_keys, unlock_file
from comity.core.roles import Role
from comity.exchange import peers
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import NOT_A_KEY_FILE, explain
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import Peer, PeerChange
from comity.exchange.read import keys_until
from comity.kernel.ids import new_id
from comity.seal.keyfile import LIMIT, parse_peer_file
from tests.builders.keys import MADE, NOW, a_signed_envelope, node_keys, peer_file
from tests.builders.nodes import revoked_keys
from tests.builders.people import an_officer, signed_in

if TYPE_CHECKING:
    from django.test import Client

    from comity.core.officers.models import Officer

pytestmark = pytest.mark.usefixtures("node")
THEIRS = node_keys("xa").peer_file(MADE)
DIGITS = peer_file("xa").fingerprint()
WRONG = " ".join(["12345"] * 8)
READERS = {Role.ADMINISTRATOR, Role.HEAD, Role.AUDITOR, Role.REGISTRY, Role.CASE_OFFICER}
DECIDERS = {Role.ADMINISTRATOR, Role.HEAD}


@pytest.fixture
def ada() -> Officer:
    return an_officer("ada", [Role.ADMINISTRATOR])


@pytest.fixture
def bo() -> Officer:
    return an_officer("bo", [Role.ADMINISTRATOR], name="Bo Second")


def brought(officer: Officer, raw: bytes = THEIRS) -> PeerChange:
    return peers.pin_peer(actor=Actor.of_officer(officer), raw=raw, now=NOW)


def known(first: Officer, second: Officer, raw: bytes = THEIRS) -> Peer:
    change = brought(first, raw)
    actor = Actor.of_officer(second)
    return peers.confirm_peer(actor=actor, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)


def page_of(client: Client, path: str, data: dict[str, Any] | None = None) -> str:
    """Ask for a page, or send its form, and follow to where it leads."""
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_two_administrators_take_a_counterpart_in_over_the_pages(ada: Officer, bo: Officer):
    page = page_of(signed_in(ada), "/peers/new/", {"text": f"{THEIRS.decode()}\r\n"})
    change = PeerChange.objects.get()
    assert "Nothing changes until a second officer" in page
    assert "You brought this file" in page
    assert DIGITS not in page
    assert not Peer.objects.get().is_confirmed
    path = f"/peers/changes/{change.pk}/"
    page = page_of(signed_in(bo), path)
    assert "type them as you hear them" in page
    assert DIGITS not in page
    page = page_of(signed_in(bo), path, {"digits": DIGITS, "decision": "confirm"})
    assert "The keys of Central Authority of XA are confirmed." in page
    assert "keys confirmed" in page
    assert DIGITS in page
    assert Peer.objects.get().is_confirmed
    assert "Confirmed" in page_of(signed_in(bo), path)
    assert signed_in(bo).post(path, {"digits": DIGITS}).status_code == 409


def test_who_brought_it_cannot_confirm_or_decline_it(ada: Officer):
    change = brought(ada)
    for sent in ({"digits": DIGITS}, {"decision": "decline"}, {}):
        answer = signed_in(ada).post(f"/peers/changes/{change.pk}/", sent)
        assert answer.status_code == 403
        assert b"a second person must compare its fingerprint" in answer.content
    assert PeerChange.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", WRONG, "These are not the digits of the file"),
        ("zh-hans", WRONG, "与该文件的数字不符"),
        ("en", DIGITS[:-1], "these are 39 digits"),
        ("zh-hans", DIGITS[:-1], "现有 39 位"),
        ("en", f"{DIGITS}x", "Enter digits only."),
        ("zh-hans", "四十", "请只输入数字"),
        ("en", "", "it cannot be left empty."),
    ],
    ids=["others", "others-zh", "one-short", "one-short-zh", "a-letter", "words-zh", "nothing"],
)
def test_wrong_digits_change_nothing_and_stay_typed(ada: Officer, language: str, typed: str, said: str):
    change = brought(ada)
    second = signed_in(an_officer("bo", [Role.ADMINISTRATOR], language=language))
    page = page_of(second, f"/peers/changes/{change.pk}/", {"digits": typed, "decision": "confirm"})
    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert 'href="#id_digits"' in page
    assert not Peer.objects.get().is_confirmed


@pytest.mark.parametrize(
    "typed", [DIGITS.replace(" ", ""), DIGITS.replace(" ", "-"), f"  {DIGITS} "], ids=["together", "hyphens", "blanks"]
)
def test_digits_may_be_grouped_as_one_likes(ada: Officer, bo: Officer, typed: str):
    change = brought(ada)
    page_of(signed_in(bo), f"/peers/changes/{change.pk}/", {"digits": typed})
    assert Peer.objects.get().is_confirmed


def test_digits_of_full_width_are_digits(ada: Officer, bo: Officer):
    change = brought(ada)
    wide = DIGITS.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    page_of(signed_in(bo), f"/peers/changes/{change.pk}/", {"digits": wide})
    assert Peer.objects.get().is_confirmed


def test_the_second_officer_declines(ada: Officer, bo: Officer):
    change = brought(ada)
    page = page_of(signed_in(bo), f"/peers/changes/{change.pk}/", {"decision": "decline", "digits": ""})
    assert "Declined. Nothing was changed." in page
    assert "no keys" in page
    assert PeerChange.objects.get().state == "declined"


def test_key_file_can_be_uploaded(ada: Officer):
    file = SimpleUploadedFile("xa.json", THEIRS + b"\n", content_type="application/json")
    page_of(signed_in(ada), "/peers/new/", {"text": "", "file": file})
    assert bytes(PeerChange.objects.get().key_file) == THEIRS


def _file(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("x.json", content)}


@pytest.mark.parametrize(
    ("sent", "english", "chinese"),
    [
        ({}, "Paste the key file here", "请将密钥文件粘贴于此"),
        ({"text": "{}"}, "not a key file, or not a whole one", "这不是密钥文件"),
        ({"text": THEIRS.decode()[:-9]}, "not a key file, or not a whole one", "这不是密钥文件"),
        (
            {"text": node_keys("xb").peer_file(MADE).decode()},
            "the key file of this node itself",
            "这是本节点自己的密钥文件",
        ),
        ({"file": b"\xff\x00"}, "not a key file, or not a whole one", "这不是密钥文件"),
        ({"file": b"x" * (LIMIT + 1)}, "not a key file, or not a whole one", "这不是密钥文件"),
        ({"file": THEIRS, "text": "kept"}, "not both", "二者择一"),
        ({"text": "x" * (LIMIT + 1)}, "262145 characters; 262144 fit. Shorten it.", "最多 262144 个。请缩短"),
        ({"text": a_signed_envelope().decode()}, "a version this program does not know", "其版本为本程序所不识别"),
    ],
)
def test_bad_key_file_is_explained_and_what_was_pasted_stays(sent: dict[str, Any], english: str, chinese: str):
    for login, language, said in (("ada", "en", english), ("li", "zh-hans", chinese)):
        data = {"text": sent.get("text", ""), **(_file(sent["file"]) if "file" in sent else {})}
        page = page_of(signed_in(an_officer(login, [Role.ADMINISTRATOR], language=language)), "/peers/new/", data)
        assert said in page
        assert data["text"].replace('"', "&quot;") in page
        assert 'class="error-summary' in page
    assert not Peer.objects.exists()


def test_altered_and_older_files_are_refused(ada: Officer, bo: Officer):
    known(ada, bo)
    assert "not newer" in page_of(signed_in(ada), "/peers/new/", {"text": THEIRS.decode()})
    other = node_keys("stranger").peer_file(MADE)
    signature = parse_peer_file(other).raw.split(b'"sig":"')[1][:20]
    altered = other.replace(signature, signature[::-1]).decode()
    assert "altered on its way" in page_of(signed_in(ada), "/peers/new/", {"text": altered})
    assert not PeerChange.objects.filter(state="proposed").exists()


def test_newer_keys_are_told_from_a_strangers(ada: Officer, bo: Officer):
    known(ada, bo)
    newer = node_keys("xa").rotate_signing(NOW).peer_file(NOW)
    change = brought(ada, newer)
    assert "Newer keys of a known node" in page_of(signed_in(bo), f"/peers/changes/{change.pk}/")
    assert "newer keys wait for a second officer" in page_of(signed_in(bo), "/peers/")
    stranger = replace(node_keys("stranger"), node_id="xa", state="XC").peer_file(NOW)
    change = brought(ada, stranger)
    page = page_of(signed_in(bo), f"/peers/changes/{change.pk}/")
    assert "Not signed by the keys we know" in page
    assert "until now: <bdi>XA</bdi>" in " ".join(page.split())


def test_suspending_and_resuming(ada: Officer, bo: Officer):
    peer = known(ada, bo)
    client, path = signed_in(ada), f"/peers/{peer.pk}/suspend/"
    page = page_of(client, path, {"decision": "suspend"})
    assert "is suspended." in page
    assert 'class="status refused">suspended' in page
    assert not Peer.objects.get().is_confirmed
    assert "goes on again" in page_of(client, path, {"decision": "resume"})
    assert Peer.objects.get().is_confirmed
    assert client.post(path, {}).status_code == 400
    assert client.post(f"/peers/{new_id()}/suspend/", {"decision": "suspend"}).status_code == 404
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("role", list(Role))
def test_who_may_come_in(ada: Officer, bo: Officer, role: Role):
    peer = known(ada, bo)
    newer = brought(ada, node_keys("xa").rotate_signing(NOW).peer_file(NOW))
    client = signed_in(an_officer("other", [role]))
    for path, may in (
        ("/peers/", READERS),
        ("/peers/own-key-file/", READERS),
        ("/peers/new/", DECIDERS),
        (f"/peers/changes/{newer.pk}/", DECIDERS),
    ):
        assert client.get(path).status_code == (200 if role in may else 403), path
    sent = client.post(f"/peers/{peer.pk}/suspend/", {"decision": "suspend"})
    assert sent.status_code == (302 if role in DECIDERS else 403)
    if role in READERS - DECIDERS:
        page = page_of(client, "/peers/")
        assert DIGITS in page
        assert "/peers/new/" not in page
        assert "/suspend/" not in page
        assert f"/peers/changes/{newer.pk}/" not in page
    settings_page = client.get("/settings/").content.decode()
    assert ('href="/peers/"' in settings_page) == (role in DECIDERS)


def test_list_shows_how_each_counterpart_stands(ada: Officer, bo: Officer):
    known(ada, bo)
    brought(ada, node_keys("stranger").peer_file(MADE))
    names = {"en": "Ministry of XD", "zh-hans": "XD 司法部"}
    add_letter_peer(actor=Actor.of_officer(ada), about=LetterPeer(state="XD", names=names), now=NOW)
    page = page_of(signed_in(bo), "/peers/")
    for said in ("keys confirmed", "keys wait for a second officer", "by letter", "Ministry of XD", "no keys needed"):
        assert said in page
    assert page.count("brought by Ada") == 1
    reader = signed_in(an_officer("li", [Role.ADMINISTRATOR], language="zh-hans"))
    page = page_of(reader, "/peers/")
    for said in ("密钥已确认", "密钥待第二名工作人员确认", "通过信函", "XD 司法部", "对方机关"):
        assert said in page


def test_an_authority_by_letter_is_written_down_and_changed_over_the_pages(ada: Officer):
    client = signed_in(ada)
    typed = {"state": "XD", "name_en": "Ministry of XD", "name_zh": "XD 司法部", "address": "1 Hill Road\nCity of XD"}
    wrong = page_of(client, "/peers/by-letter/new/", typed | {"languages": ["fr", "english!"]})
    assert "“english!” is no language that is known here" in wrong
    assert wrong.count("checked") == 2, "what was sent stays"
    page = page_of(
        client, "/peers/by-letter/new/", typed | {"languages": ["en", "fr", "ka"], "email": "post@xd.example"}
    )
    assert "Ministry of XD is written down." in page
    assert "by letter" in page
    peer = Peer.objects.get()
    assert (peer.languages, peer.email, peer.by_letter) == (["en", "fr", "ka"], "post@xd.example", True)
    assert peer.node_id not in page
    path = f"/peers/by-letter/{peer.pk}/"
    assert path in page
    shown = page_of(client, path)
    assert "1 Hill Road" in shown
    assert 'name="languages" value="ka"' in shown
    assert "Georgian" in shown
    assert "Saved." in page_of(client, path, typed | {"channel_notes": "Diplomatic channel only"})
    peer.refresh_from_db()
    assert (peer.languages, peer.channel_notes) == ([], "Diplomatic channel only")


def test_the_form_of_an_authority_by_letter_in_chinese():
    page = page_of(signed_in(an_officer("li", [Role.ADMINISTRATOR], language="zh-hans")), "/peers/by-letter/new/")
    for said in ("以信函往来的机关", "通信地址", "渠道须知", "可接受的语言", "中文（简体）", "格鲁吉亚语"):
        assert said in page


def test_names_that_hide_something_are_written_out(ada: Officer, bo: Officer):
    named = replace(node_keys("xa"), names={"en": "Authority \u202e<b>of XA"})
    change = brought(ada, named.peer_file(MADE))
    page = page_of(signed_in(bo), f"/peers/changes/{change.pk}/")
    assert "⟦U+202E⟧&lt;b&gt;of XA" in page
    assert "\u202e" not in page


def test_our_own_file_and_fingerprint(ada: Officer):
    answer = signed_in(ada).get("/peers/own-key-file/")
    own = parse_peer_file(answer.content)
    assert own.node_id == "xb"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="xb.peer.json"'
    assert own.fingerprint() in page_of(signed_in(ada), "/peers/")


def test_keys_that_do_not_open_are_said(ada: Officer):
    unlock_file().unlink()
    forget_node_keys()
    client = signed_in(ada)
    assert "keys could not be opened" in page_of(client, "/peers/")
    answer = client.get("/peers/own-key-file/", follow=True)
    assert answer.redirect_chain == [("/peers/", 302)]
    assert b"keys could not be opened" in answer.content


def test_keys_end_with_the_first_algorithm_that_runs_out():
    keys = node_keys("xa")
    assert keys_until(parse_peer_file(keys.peer_file(MADE))) == min(
        key.valid_to for key in peer_file("xa").keys if key.valid_to
    )
    longer = parse_peer_file(keys.rotate_age(NOW).peer_file(NOW))
    assert keys_until(longer) == keys_until(peer_file("xa"))
    revoked = parse_peer_file(revoked_keys("xa", NOW).peer_file(NOW))
    assert keys_until(revoked) is not None
    end = keys_until(revoked)
    assert end is not None
    assert end > NOW + timedelta(days=30)


def test_keys_without_an_end_end_nothing():
    file = peer_file("xa")
    endless = tuple(replace(key, valid_to=None) for key in file.keys)
    assert keys_until(replace(file, keys=endless)) is None
    one_ends = replace(file, keys=(*endless[:2], *file.keys[2:]))
    assert keys_until(one_ends) == file.keys[2].valid_to


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_error_without_words_of_its_own_is_explained_all_the_same(language: str):
    with override(language):
        assert explain(ExchangeError("E_NEVER_HEARD_OF", "not for people")) == str(NOT_A_KEY_FILE)


@pytest.mark.parametrize("field", ["state", "name_en", "address"])
def test_what_says_nothing_names_no_authority_by_letter(ada: Officer, field: str):
    typed = {"state": "XD", "name_en": "Ministry of XD", "address": "1 Hill Road"} | {field: "\x01 \x02"}
    page = page_of(signed_in(ada), "/peers/by-letter/new/", typed)
    assert f'href="#id_{field}"' in page
    assert not Peer.objects.exists()


def test_unknown_change_is_not_there(ada: Officer):
    assert signed_in(ada).get(f"/peers/changes/{new_id()}/").status_code == 404
