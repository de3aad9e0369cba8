"""Plain form uploads, streamed straight into the sealed store: no temporary file, constant memory.

For pages without script. The view is wrapped, because the handlers must be in place before anything reads the form:

    @sealed_uploads(purpose="annex", admit=may_attach, limit=16 << 20)
    def annex_add(request, case_id):
        form = AnnexForm(request.POST, request.FILES)
        ...
        file = form.cleaned_data["file"].claim(now=utc_now())   # a finished StoredFile

What the view does not claim (the form was wrong, the token of the form did not fit) is deleted when the view ends.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from comity.core.files.actions import begin_file, delete_file, finish_file
from comity.core.files.errors import FileError
from comity.core.files.parts import writing_part
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from django.http import HttpRequest, HttpResponseBase

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.core.files.parts import PartWriter

    _Uploaded = UploadedFile[bytes]
else:
    _Uploaded = UploadedFile


class SealedUpload(_Uploaded):
    """A file of a form, already in the store. Its content is not in the form; `claim` makes it a finished file.

    Attributes:
        error: why it was not taken (`E_FILE_SIZE`, `E_STORE`); None when it was.
    """

    def __init__(self, stored: StoredFile, *, size: int, field: str, error: FileError | None) -> None:
        super().__init__(file=None, name=stored.name, content_type=stored.media_type, size=size)
        self.stored = stored
        self.field_name = field
        self.error = error
        self.claimed = False

    def close(self) -> None:
        """Do nothing: there is no open file behind this one."""

    def claim(self, *, now: datetime) -> StoredFile:
        """Finish the file and keep it. Raises the FileError for which it was not taken whole."""
        if self.error is not None:
            raise self.error
        file = finish_file(self.stored, now=now)
        self.claimed = True
        return file


class SealedUploadHandler(FileUploadHandler):
    """Seals what arrives, file by file. A file that is too large or finds no room is read no further."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest, *, actor: Actor, purpose: str, limit: int) -> None:
        super().__init__(request)
        self.taken: list[SealedUpload] = []
        self._actor, self._purpose, self._limit = actor, purpose, limit
        self._stored: StoredFile | None = None
        self._part: AbstractContextManager[PartWriter] | None = None
        self._writer: PartWriter | None = None
        self._error: FileError | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a part for the file that begins."""
        super().new_file(*args, **kwargs)
        now = utc_now()
        self._stored = begin_file(
            actor=self._actor,
            purpose=self._purpose,
            name=self.file_name or "",
            media_type=self.content_type or "",
            size=None,
            now=now,
        )
        self._error = None
        self._part = writing_part(self._stored, 0, now, room=self._limit)
        try:
            self._writer = self._part.__enter__()
        except FileError as error:
            self._part, self._error = None, error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal the next bytes; after an error the rest of the form is read and dropped."""
        del start
        if self._part is None or self._writer is None:
            return
        try:
            self._writer.write(raw_data)
        except FileError as error:
            self._abandon(error)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """Close the part; hand the form what now lies in the store."""
        part, self._part = self._part, None
        if part is not None:
            try:
                part.__exit__(None, None, None)
            except FileError as error:
                self._error = error
        if self._stored is None:
            return None
        upload = SealedUpload(self._stored, size=file_size, field=self.field_name or "", error=self._error)
        self._stored = None
        self.taken.append(upload)
        return upload

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        self._abandon(FileError("E_PART", "the upload was interrupted", permanent=False))
        if self._stored is not None:
            delete_file(self._stored)
            self._stored = None

    def delete_unclaimed(self) -> None:
        """Delete what the view did not take."""
        self.upload_interrupted()
        for upload in self.taken:
            if not upload.claimed:
                delete_file(upload.stored)

    def _abandon(self, error: FileError) -> None:
        part, self._part, self._error = self._part, None, error
        if part is not None:
            try:
                part.__exit__(type(error), error, None)
            except FileError as raised:
                self._error = raised


def sealed_uploads(
    *, purpose: str, admit: Callable[..., Actor], limit: int
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Wrap a view whose form carries files: each goes sealed into the store, at most `limit` bytes large.

    `admit(request, **kwargs)` returns the actor, or raises (Http404, AccessDenied), before anything is read.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        checked = csrf_protect(view)

        @csrf_exempt  # the inner view is protected; looking at the token reads the form, so the handler must be first
        @functools.wraps(view)
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                return checked(request, *args, **kwargs)
            actor = admit(request, **kwargs)
            handler = SealedUploadHandler(request, actor=actor, purpose=purpose, limit=limit)
            request.upload_handlers = [handler]
            try:
                return checked(request, *args, **kwargs)
            finally:
                handler.delete_unclaimed()

        return outer

    return wrap
