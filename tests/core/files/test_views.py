"""The upload protocol and downloads, as a browser speaks them."""

from __future__ import annotations

import hashlib
import io
import json
import os
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest
from django.http import Http404, StreamingHttpResponse, UnreadablePostError
from django.test import RequestFactory
from tests.core.files.test_actions import content, stored
from tests.core.files.test_blobs import everything, small_disk

from comity.core import access
from comity.core.actors import Actor
from comity.core.files.errors import FileError
from comity.core.files.models import StoredFile
from comity.core.files.views import PART, UploadDoor, download

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponseBase
    from pytest_django.fixtures import SettingsWrapper

OWNER = Actor.system("owner")
OTHER = Actor.system("other")
attached: list[tuple[StoredFile, str, str]] = []


class Permission(StrEnum):
    UPLOAD = "t:file:upload"


def admit(actor: Actor, *, case: str) -> None:
    if case != "known":
        raise Http404
    if actor.name not in {"owner", "other"}:
        raise access.AccessDenied(Permission.UPLOAD, access.Denied("no"))


def attach(request: Any, *, actor: Actor, file: StoredFile, now: object, case: str) -> str:
    del actor, now
    attached.append((file, case, request.POST.get("note", "")))
    return "/cases/known/"


DOOR = UploadDoor("t:upload", "evidence", Permission.UPLOAD, admit, attach)
VIEWS = {pattern.name: pattern.callback for pattern in DOOR.urls("<str:case>/upload/")}


def ask(name: str, method: str, *, actor: Actor = OWNER, case: str = "known", file_id: object = None, **extra: Any):
    path = f"/{case}/upload/" + (f"{file_id}/" if file_id else "")
    request = RequestFactory().generic(method, path, **extra)
    request._comity_actor = actor  # type: ignore[attr-defined]
    return VIEWS[name](request, case=case, **({"file_id": file_id} if file_id else {}))


def told(response: HttpResponseBase) -> dict[str, Any]:
    return json.loads(response.content)  # type: ignore[attr-defined]


def begin(size: int, *, actor: Actor = OWNER, key: str = "ab" * 32, **changes: object):
    said = {"name": "bank.pdf", "type": "application/pdf", "size": size, "key": key, **changes}
    return ask("t:upload", "POST", actor=actor, data=json.dumps(said), content_type="application/json")


def begun(size: int, **more: Any) -> tuple[str, dict[str, Any]]:
    answer = told(begin(size, **more))
    return answer["url"].rstrip("/").rsplit("/", 1)[1], answer


def put(file_id: str, data: bytes, start: int, total: int, *, actor: Actor = OWNER, said: str = ""):
    span = said or f"bytes {start}-{start + len(data) - 1}/{total}"
    return ask(
        "t:upload-part", "PUT", actor=actor, file_id=file_id, data=data,
        content_type="application/octet-stream", headers={"Content-Range": span},
    )  # fmt: skip


@pytest.mark.django_db
def test_upload_in_parts_resumes_after_the_page_was_closed_and_is_attached():
    data = os.urandom(300_000)
    file_id, answer = begun(len(data))
    assert (answer["part"], answer["offset"]) == (PART, 0)
    assert answer["finish"] == answer["url"] + "finish"
    assert put(file_id, data[:100_000], 0, len(data))["Upload-Offset"] == "100000"
    again, answer = begun(len(data))
    assert (again, answer["offset"]) == (file_id, 100_000)
    head = ask("t:upload-part", "HEAD", file_id=file_id)
    assert (head.status_code, head["Upload-Offset"]) == (204, "100000")
    assert put(file_id, data[100_000:], 100_000, len(data))["Upload-Offset"] == "300000"
    attached.clear()
    form = {"data": "note=from+the+bank", "content_type": "application/x-www-form-urlencoded"}
    finished = ask("t:upload-finish", "POST", file_id=file_id, **form)
    assert told(finished) == {"next": "/cases/known/"}
    file, case, note = attached[0]
    assert (case, note, file.sha256) == ("known", "from the bank", hashlib.sha256(data).hexdigest())
    assert content(file) == data


@pytest.mark.django_db
def test_upload_of_another_officer_or_purpose_or_size_is_not_found_again():
    file_id, _ = begun(100)
    assert begun(100, actor=OTHER)[0] != file_id
    assert begun(101)[0] != file_id
    assert begun(100, key="cd" * 32)[0] != file_id
    assert begun(100, key="")[0] != begun(100, key="")[0]
    for call in (
        lambda: put(file_id, b"x" * 100, 0, 100, actor=OTHER),
        lambda: ask("t:upload-part", "HEAD", file_id=file_id, actor=OTHER),
        lambda: ask("t:upload-finish", "POST", file_id=file_id, actor=OTHER),
        lambda: ask("t:upload-part", "HEAD", file_id=stored(b"other purpose owner").pk),
        lambda: ask("t:upload-part", "HEAD", file_id=file_id, case="hidden"),
    ):
        with pytest.raises(Http404):
            call()
    with pytest.raises(access.AccessDenied):
        begin(100, actor=Actor.system("nobody"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"name": 1, "type": "", "size": 1, "key": ""}',
        b'{"name": "a", "type": "", "size": NaN, "key": ""}',
        b'{"name": "a", "type": "", "size": true, "key": ""}',
        b'{"name": "a", "type": "", "size": -1, "key": ""}',
        b'{"name": "a", "type": "", "size": 1, "size": 2, "key": ""}',
        b'{"name": "a", "type": "", "size": 1, "key": "../x"}',
        b'{"name": "' + b"a" * 5000 + b'", "type": "", "size": 1, "key": ""}',
    ],
)
def test_begin_malformed_is_refused(raw: bytes):
    response = ask("t:upload", "POST", data=raw, content_type="application/json")
    assert (response.status_code, told(response)["code"]) == (400, "E_UPLOAD_FORM")
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_begin_larger_than_the_node_takes_is_refused(settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"max_upload": 1000})
    assert begin(1000).status_code == 200
    response = begin(1001)
    assert (response.status_code, told(response)["code"]) == (413, "E_FILE_SIZE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("bytes 0-9/100", 204),
        ("", 400),
        ("bytes 0-10/100", 400),
        ("bytes 0-8/100", 400),
        ("bytes 0-9/99", 400),
        ("bytes 95-104/100", 400),
        ("bytes 9-0/100", 400),
        ("bytes -9-0/100", 400),
        ("bytes 0-9/*", 400),
        ("bytes 0-9/100, bytes 0-9/100", 400),
    ],
)
def test_part_whose_range_does_not_fit_is_refused(said: str, status: int):
    file_id, _ = begun(100)
    assert put(file_id, b"0123456789", 0, 100, said=said or "none").status_code == status


@pytest.mark.django_db
def test_part_larger_than_the_node_takes_is_refused(settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"max_part": 50})
    file_id, _ = begun(100)
    assert put(file_id, b"x" * 50, 0, 100).status_code == 204
    assert put(file_id, b"x" * 51, 0, 100).status_code == 413


@pytest.mark.django_db
def test_part_that_overlaps_or_comes_after_the_end_answers_409():
    file_id, _ = begun(100)
    put(file_id, b"x" * 50, 0, 100)
    overlap = put(file_id, b"x" * 20, 40, 100)
    assert (overlap.status_code, told(overlap)["code"]) == (409, "E_PART")
    early = ask("t:upload-finish", "POST", file_id=file_id)
    assert early.status_code == 413
    put(file_id, b"x" * 50, 50, 100)
    assert ask("t:upload-finish", "POST", file_id=file_id).status_code == 200
    late = put(file_id, b"x" * 50, 50, 100)
    assert (late.status_code, told(late)["code"]) == (409, "E_FILE_STATE")


@pytest.mark.django_db(transaction=True)
def test_connection_that_breaks_leaves_nothing_of_the_part(node_folder: Path):
    file_id, _ = begun(100)

    class Breaking(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            if self.tell() >= 10:
                raise UnreadablePostError("gone")
            return super().read(10)

    request = RequestFactory().generic("PUT", "/", data=b"x" * 100, headers={"Content-Range": "bytes 0-99/100"})
    request._comity_actor = OWNER  # type: ignore[attr-defined]
    request._stream = Breaking(b"x" * 100)  # type: ignore[attr-defined]
    response = VIEWS["t:upload-part"](request, case="known", file_id=file_id)
    assert response.status_code == 409
    assert everything(node_folder / "files") == []
    assert put(file_id, b"x" * 100, 0, 100).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_full_disk_answers_507_in_the_readers_language(node_folder: Path):
    from django.utils.translation import override

    with small_disk(node_folder / "files", megabytes=2):
        file_id, _ = begun(5_000_000)
        with override("zh-hans"):
            response = put(file_id, b"x" * 4_000_000, 0, 5_000_000)
        assert (response.status_code, told(response)["code"]) == (507, "E_STORE")
        assert "磁盘" in told(response)["message"]
        assert put(file_id, b"x" * 1_000_000, 0, 5_000_000).status_code == 204


def test_addresses_declare_their_permission_and_refuse_other_methods():
    assert {getattr(view, access.NEEDS) for view in VIEWS.values()} == {(Permission.UPLOAD,)}
    assert ask("t:upload", "GET").status_code == 405
    assert ask("t:upload-part", "POST", file_id="x").status_code == 405
    assert ask("t:upload-finish", "PUT", file_id="x").status_code == 405


def body(response: StreamingHttpResponse) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_download_is_never_run_by_a_browser():
    data = b"<script>alert(1)</script>" * 20_000
    file = stored(data)
    StoredFile.objects.filter(pk=file.pk).update(media_type="text/html", name="报告\u202e.html")
    file.refresh_from_db()
    response = download(file)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"__.html\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.html"
    )
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Length"] == str(len(data))
    assert body(response) == data
    response.close()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ['a"; filename="b.exe', "a\r\nX-Evil: 1", "../../x", "", "a\\b.txt"])
def test_download_name_cannot_leave_its_header(name: str):
    response = download(stored(b"x"), name=name)
    assert "\r" not in response["Content-Disposition"]
    assert response["Content-Disposition"].count('"') == 2
    assert "X-Evil" not in response
    response.close()


@pytest.mark.django_db
def test_download_of_damaged_file_serves_no_byte_of_it(node_folder: Path):
    file = stored(b"x" * 100)
    blob = file.parts.get().blob
    path = node_folder / "files" / blob[:2] / blob
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    response = download(file)
    with pytest.raises(FileError):
        body(response)
    response.close()
