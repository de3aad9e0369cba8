"""A plain form with files: sealed as it arrives, no temporary file, nothing left of what was not taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from tests.core.files.test_actions import content
from tests.core.files.test_blobs import everything, small_disk

from comity.core.actors import Actor
from comity.core.files.errors import FileError
from comity.core.files.models import StoredFile
from comity.core.files.upload import sealed_uploads
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest
    from pytest_django.fixtures import SettingsWrapper

LIMIT = 3_000_000
claimed: list[StoredFile] = []


def admit(_request: HttpRequest, *, case: str) -> Actor:
    if case != "known":
        raise Http404
    return Actor.system("form")


@sealed_uploads(purpose="annex", admit=admit, limit=LIMIT)
def view(request: HttpRequest, case: str) -> HttpResponse:
    """Take the files unless the field `keep` is missing."""
    assert case == "known"
    try:
        if request.POST.get("keep"):
            claimed.extend(file.claim(now=utc_now()) for file in request.FILES.values())
    except FileError as error:
        return HttpResponse(error.code, status=422)
    return HttpResponse("ok")


@pytest.fixture(autouse=True)
def _nothing_claimed(settings: SettingsWrapper) -> None:
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    claimed.clear()


def post(case: str = "known", *, token: bool = True, **fields: Any) -> HttpResponse:
    factory = RequestFactory(enforce_csrf_checks=True)
    cookie = factory.get("/")
    good = get_token(cookie)
    fields["csrfmiddlewaretoken"] = good if token else "wrong"
    request = factory.post("/", fields)
    request.COOKIES[settings.CSRF_COOKIE_NAME] = cookie.META["CSRF_COOKIE"]
    response = view(request, case=case)
    request.close()
    return response


def upload(data: bytes, name: str = "scan.pdf") -> Any:
    return SimpleUploadedFile(name, data, "application/pdf")


@pytest.mark.django_db(transaction=True)
def test_form_with_files_is_sealed_and_claimed(node_folder: Path):
    data = os.urandom(1_000_000)
    assert post(keep="1", a=upload(data), b=upload(b"", "empty.txt"), c=upload(b"x", "../../c")).content == b"ok"
    assert [content(file) for file in claimed] == [data, b"", b"x"]
    assert [file.name for file in claimed] == ["scan.pdf", "empty.txt", "c"]
    assert {file.purpose for file in claimed} == {"annex"}
    assert len(everything(node_folder / "files")) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fields", [{"token": False, "keep": "1"}, {}])
def test_form_that_is_not_accepted_leaves_nothing(node_folder: Path, fields: dict[str, Any]):
    response = post(a=upload(b"secret" * 1000), **fields)
    assert response.status_code == (403 if "token" in fields else 200)
    assert claimed == []
    assert everything(node_folder / "files") == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_file_above_the_limit_is_refused_and_the_others_go_with_it(node_folder: Path):
    response = post(keep="1", a=upload(b"x" * (LIMIT + 1)))
    assert (response.status_code, response.content) == (422, b"E_FILE_SIZE")
    assert everything(node_folder / "files") == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_full_disk_is_coded_and_leaves_nothing(node_folder: Path):
    with small_disk(node_folder / "files", megabytes=1) as disk:
        response = post(keep="1", a=upload(b"x" * 2_000_000))
        assert (response.status_code, response.content) == (422, b"E_STORE")
        assert everything(disk) == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_read_before_the_actor_is_admitted(node_folder: Path):
    with pytest.raises(Http404):
        post("hidden", keep="1", a=upload(b"x"))
    assert not StoredFile.objects.exists()
    assert everything(node_folder / "files") == []


@pytest.mark.django_db(transaction=True)
def test_upload_that_breaks_off_leaves_nothing(node_folder: Path):
    request = RequestFactory().post("/", {"a": upload(b"x" * 1_000_000)})
    whole = request.read()
    cut = RequestFactory().generic("POST", "/", whole[:500_000], content_type=request.META["CONTENT_TYPE"])
    view(cut, case="known")
    assert everything(node_folder / "files") == []
    assert not StoredFile.objects.exists()
