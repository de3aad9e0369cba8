"""Signing a letter: first the officer, who certifies the text, then the authority's seal over both."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from asn1crypto import cms as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from comity.seal import cades, cms
from comity.seal.errors import SealError
from comity.seal.pades.harmless import open_pdf
from comity.seal.signer import is_officer_certificate

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.timestamp import TimeSource

OFFICER_FIELD = "Officer"
SEAL_FIELD = "AuthoritySeal"
# Hexadecimal digits kept free for one signature. Who reads a letter reads each of them.
_WITH_STAMP = 2 * 12 * 1024
_BESIDE_CERTIFICATE = 2 * 1024  # what a signature holds beside its certificate and the names in it


class _Writer(IncrementalPdfFileWriter):
    """Adds a signature and nothing else: title, dates and description stay as they were printed and signed."""

    def _update_meta(self) -> None:
        """Leave the document's own data alone."""


def sign_as_officer(
    pdf: bytes, key: cms.SigningKey, *, now: datetime, stamp: TimeSource | None = None, reason: str = ""
) -> bytes:
    """Return the letter signed by a person: from now on nothing may change but the authority's seal being added.

    Raises:
        SealError: `E_PDF` for a PDF that no receiver would take or that is signed already, `E_KEY` for a certificate
            that is not valid now.
    """
    reader = open_pdf(pdf)
    if reader.embedded_signatures or "/AcroForm" in reader.root:
        raise SealError("E_PDF", "a letter that is signed already, or has fields of its own")
    writer = _Writer(io.BytesIO(pdf))
    for name in (OFFICER_FIELD, SEAL_FIELD):
        fields.append_signature_field(writer, fields.SigFieldSpec(name))
    meta = PdfSignatureMetadata(
        field_name=OFFICER_FIELD,
        md_algorithm="sha384",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        reason=reason or None,
    )
    return _sign(writer, meta, key, now=now, stamp=stamp)


def seal_letter(
    pdf: bytes, key: cms.SigningKey, *, now: datetime, stamp: TimeSource | None = None, reason: str = ""
) -> bytes:
    """Return the letter that an officer signed, sealed by the authority.

    Raises:
        SealError: `E_PDF` unless exactly one signature stands in it, `E_KEY` for a certificate that is not valid now
            or is that of a person.
    """
    reader = open_pdf(pdf)
    if [one.field_name for one in reader.embedded_signatures] != [OFFICER_FIELD]:
        raise SealError("E_PDF", "a letter that an officer has not signed, or that is sealed already")
    if is_officer_certificate(key.certificate):
        raise SealError("E_KEY", "the certificate of a person cannot seal")
    meta = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        md_algorithm="sha384",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
    )
    return _sign(_Writer(io.BytesIO(pdf)), meta, key, now=now, stamp=stamp)


def seal_paper(
    pdf: bytes, key: cms.SigningKey, *, now: datetime, stamp: TimeSource | None = None, reason: str = ""
) -> bytes:
    """Return a paper sealed by the authority alone, without the signature of a person: nothing in it may change.

    Raises:
        SealError: `E_PDF` for a PDF that is signed already, `E_KEY` for a certificate that is not valid now or is that
            of a person.
    """
    if open_pdf(pdf).embedded_signatures:
        raise SealError("E_PDF", "a paper that is signed already")
    if is_officer_certificate(key.certificate):
        raise SealError("E_KEY", "the certificate of a person cannot seal")
    meta = PdfSignatureMetadata(
        field_name=SEAL_FIELD, md_algorithm="sha384", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, reason=reason or None,
    )  # fmt: skip
    writer = _Writer(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(SEAL_FIELD))
    return _sign(writer, meta, key, now=now, stamp=stamp)


def _sign(
    writer: _Writer,
    meta: PdfSignatureMetadata,
    key: cms.SigningKey,
    *,
    now: datetime,
    stamp: TimeSource | None,
) -> bytes:
    key.demand_valid(now)
    signer = ExternalSigner(
        signing_cert=cms.to_asn1(key.certificate),
        cert_registry=SimpleCertificateStore(),
        signature_value=256,
    )
    own = 2 * len(key.certificate.public_bytes(Encoding.DER))
    room = _BESIDE_CERTIFICATE + 2 * own if stamp is None else _WITH_STAMP
    session = PdfSigner(meta, signer=signer).init_signing_session(writer, existing_fields_only=True)
    session.system_time = now
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    prepared, output = document.digest_tbs_document()
    plain = cms.sign(prepared.document_digest, key)
    stamped = cades.stamped(plain, stamp)
    signature = stamped if 2 * len(stamped) <= room else plain
    prepared.fill_with_cms(output, asn1.ContentInfo.load(signature))
    output.seek(0)
    signed: bytes = output.read()
    return signed
