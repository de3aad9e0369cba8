"""Scans of letters as they are uploaded: sound ones, and every wrong sort."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def a_pdf(*, password: str = "", script: str = "", attached: bytes = b"") -> bytes:
    """Return a PDF of one page; locked, acting or carrying a file where asked."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        writer.root_object[NameObject("/OpenAction")] = action
    if attached:
        writer.add_attachment("inside.bin", attached)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_scan(name: str = "scan.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """Return a scan as a browser sends it."""
    return SimpleUploadedFile(name, a_pdf() if content is None else content, "application/pdf")
