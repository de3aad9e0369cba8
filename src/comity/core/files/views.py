"""Large files between browser and node: in parts that can be resumed; and downloads that no browser runs.

The protocol (`exchange.md` §1.5), spoken by `static/core/upload.js`. An application mounts it with an `UploadDoor`:

    POST  …/            {name, type, size, key}      → {part, offset, url, finish}   begins, or finds again by `key`
    HEAD  …/<file>/                                  → 204, Upload-Offset            where to go on
    PUT   …/<file>/     Content-Range: bytes a-b/n   → 204, Upload-Offset            one part, of at most `part` bytes
    POST  …/<file>/finish    the form's other fields → {next}                        attaches the file, where to go

Every refusal is `{code, message}` with the message in the reader's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse, UnreadablePostError
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.core.files import queries
from comity.core.files.actions import begin_file, finish_file, next_offset, put_part
from comity.core.files.errors import FileError, explain
from comity.core.files.names import UNKNOWN_TYPE, display_name
from comity.core.files.reader import BLOCK, open_file
from comity.kernel import strictjson
from comity.kernel.clock import utc_now
from comity.kernel.errors import KernelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from enum import StrEnum
    from typing import BinaryIO
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase
    from django.urls import URLPattern

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

PART = 32 * 1024 * 1024  # at most; each costs a commit and three flushes, whatever its size
OFFSET = "Upload-Offset"
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_RESUME_KEY = re.compile(r"[0-9a-f]{64}")
_STATUS = {"E_FILE_SIZE": 413, "E_STORE": 507, "E_FILE_STATE": 409, "E_PART": 409, "E_UPLOAD_FORM": 400}


class Attach(Protocol):
    """What an application does with a whole file; it returns the address to go to. It runs in its own transaction."""

    def __call__(
        self, request: HttpRequest, *, actor: Actor, file: StoredFile, now: datetime, **kwargs: Any
    ) -> str:  # pragma: no cover (a shape)
        """Attach `file`; `request.POST` has the other fields of the form, `kwargs` what stood in the address."""


@dataclass(frozen=True)
class UploadDoor:
    """Where one application takes large files.

    Attributes:
        name: of the addresses: `<name>`, `<name>-part`, `<name>-finish`.
        purpose: what the files are kept for; an upload begun for one purpose cannot be finished for another.
        needs: the permission that the access middleware asks for.
        admit: called first by every address with `(actor, **kwargs)`; raises Http404 or AccessDenied.
        attach: called with the finished file.
    """

    name: str
    purpose: str
    needs: StrEnum
    admit: Callable[..., None]
    attach: Attach

    def urls(self, prefix: str) -> list[URLPattern]:
        """Return the three addresses below `prefix` (which may have converters, and ends with a slash)."""
        views = (
            ("", "", require_POST(self._begin)),
            ("<uuid:file_id>/", "-part", require_http_methods(["HEAD", "PUT"])(self._part)),
            ("<uuid:file_id>/finish", "-finish", require_POST(self._finish)),
        )
        marked = [(end, suffix, access.needs(self.needs)(view)) for end, suffix, view in views]
        return [path(f"{prefix}{end}", view, name=f"{self.name}{suffix}") for end, suffix, view in marked]

    def _begin(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        actor = self._admitted(request, kwargs)
        try:
            wanted = _Announced.read(request)
            file = queries.upload_begun_by(actor, purpose=self.purpose, resume_key=wanted.key, size=wanted.size)
            if file is None:
                file = begin_file(
                    actor=actor,
                    purpose=self.purpose,
                    name=wanted.name,
                    media_type=wanted.type,
                    size=wanted.size,
                    now=utc_now(),
                    resume_key=wanted.key,
                )
        except FileError as error:
            return refusal(error)
        own = f"{request.path}{file.pk}/"
        part = min(PART, settings.NODE.max_part)
        return JsonResponse({"part": part, "offset": next_offset(file), "url": own, "finish": f"{own}finish"})

    def _part(self, request: HttpRequest, file_id: UUID, **kwargs: Any) -> HttpResponseBase:
        actor = self._admitted(request, kwargs)
        file = self._own(actor, file_id)
        if request.method == "PUT":
            try:
                start, size = _range(request, file)
                put_part(file, start, request, now=utc_now(), size=size)
            except FileError as error:
                return refusal(error)
            except UnreadablePostError:
                return refusal(FileError("E_PART", "the connection broke", permanent=False))
        return HttpResponse(status=204, headers={OFFSET: str(next_offset(file))})

    def _finish(self, request: HttpRequest, file_id: UUID, **kwargs: Any) -> HttpResponseBase:
        actor = self._admitted(request, kwargs)
        try:
            now = utc_now()
            file = finish_file(self._own(actor, file_id), now=now)
            return JsonResponse({"next": self.attach(request, actor=actor, file=file, now=now, **kwargs)})
        except FileError as error:
            return refusal(error)

    def _admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Actor:
        actor = actor_of(request)
        self.admit(actor, **kwargs)
        return actor

    def _own(self, actor: Actor, file_id: UUID) -> StoredFile:
        file = queries.upload_of(actor, purpose=self.purpose, file_id=file_id)
        if file is None:
            raise Http404
        return file


@dataclass(frozen=True, slots=True)
class _Announced:
    """What a browser says of a file before it sends it."""

    name: str
    type: str
    size: int
    key: str

    @classmethod
    def read(cls, request: HttpRequest) -> _Announced:
        try:
            value = strictjson.loads_object(request.read(4097), limit=4096)
        except KernelError as error:
            raise FileError("E_UPLOAD_FORM", error.detail) from None
        name, kind, size, key = (value.get(one) for one in ("name", "type", "size", "key"))
        if not (isinstance(name, str) and isinstance(kind, str) and type(size) is int and isinstance(key, str)):
            raise FileError("E_UPLOAD_FORM", "a field is missing or of another type")
        if size < 0 or (key and not _RESUME_KEY.fullmatch(key)):
            raise FileError("E_UPLOAD_FORM", "a field is out of range")
        if size > settings.NODE.max_upload:
            raise FileError("E_FILE_SIZE", "larger than this node takes")
        return cls(name, kind, size, key)


def _range(request: HttpRequest, file: StoredFile) -> tuple[int, int]:
    """Return offset and size of the part that a request announces, both in bytes."""
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if found is None:
        raise FileError("E_UPLOAD_FORM", "no range")
    start, last, total = (int(one) for one in found.groups())
    size = last - start + 1
    if size < 1 or total != file.announced_size or last >= total:
        raise FileError("E_UPLOAD_FORM", "the range does not fit the file")
    if str(size) != request.headers.get("Content-Length", ""):
        raise FileError("E_UPLOAD_FORM", "the range does not fit the length")
    if size > settings.NODE.max_part:
        raise FileError("E_FILE_SIZE", "the part is larger than this node takes")
    return start, size


def refusal(error: FileError) -> JsonResponse:
    """Return the answer to a script whose upload failed: the code, and a sentence in the reader's language."""
    text = explain(error.code).get(get_language() or "en")
    return JsonResponse({"code": error.code, "message": text}, status=_STATUS.get(error.code, 400))


class _Blocks:
    """A file, block by block, closed with the response."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def __iter__(self) -> Iterator[bytes]:
        while data := self._source.read(BLOCK):
            yield data

    def close(self) -> None:
        self._source.close()


def download(file: StoredFile, *, name: str = "") -> StreamingHttpResponse:
    """Return a finished file as a download, in constant memory. Who may have it was asked before.

    Never shown on our origin, whatever it is: an attachment of unknown type, sandboxed, not sniffed, not cached
    (`exchange.md` §1.8). A file that turns out damaged breaks the connection before its length is reached.
    """
    response = StreamingHttpResponse(_Blocks(open_file(file)), content_type=UNKNOWN_TYPE)
    shown = display_name(name or file.name)
    plain = shown.encode("ascii", "replace").decode().replace("?", "_").replace("\\", "_").replace('"', "_")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"
    response["Content-Length"] = str(file.whole_size())
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
