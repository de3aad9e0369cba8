"""Checking a letter that came: two signatures, nothing changed after the first but the second, the data attached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from asn1crypto import parser
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import DiffResult, FormUpdatingRule, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.file_structure_rules import (
    CatalogModificationRule,
    ObjectStreamRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import SigFieldModificationRule
from pyhanko.sign.validation.status import SignatureCoverageLevel

from comity.seal import cades, cms
from comity.seal.checks import Check, Signer, passed
from comity.seal.errors import SealError
from comity.seal.pades.harmless import every_object, open_pdf
from comity.seal.signer import is_officer_certificate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

REVISIONS = 3  # the text, the officer's signature, the authority's seal
_SUBFILTER = "/ETSI.CAdES.detached"
_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was found right: what was looked at, and who signed (the officer first)."""

    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]


def verify_letter(
    pdf: bytes, trust: cades.Trust, *, now: datetime, attached: tuple[str, bytes] | None = None
) -> Letter:
    """Check a signed letter, or raise SealError.

    Args:
        pdf: the letter.
        trust: whom to believe about the sender.
        now: at which certificates without a time stamp are judged.
        attached: name and content that the one attached file must have; None when there is nothing to compare.

    Steps: 1 harmless (`open_pdf`), 2 three revisions, each closed by a signature but the first, 3 nothing changed
    after the officer's signature but the seal's field being filled, nothing at all after the seal (`E_PDF`), 4 both
    signatures with their time stamps (`E_SIGNATURE`, `E_TIMESTAMP`), 5 two different signers, the second no person,
    6 one attached file, equal byte for byte (`E_PDF`).
    """
    reader = open_pdf(pdf)
    try:
        signatures = list(reader.embedded_signatures)
        _demand_unchanged(signatures, reader.total_revisions)
        found = [_verify_one(one, trust, now, name) for one, name in zip(signatures, _NAMES, strict=True)]
        checks = [passed("letter.harmless"), passed("letter.unchanged")]
        if attached is not None:
            _demand_attached(reader, *attached)
    except SealError:
        raise
    except Exception as error:  # noqa: BLE001 (its errors have no common root, and it parses a stranger's bytes here)
        raise SealError("E_PDF", f"a letter that cannot be checked ({type(error).__name__})") from None
    officer, seal = (sealed.certificate for sealed in found)
    if officer.fingerprint(hashes.SHA256()) == seal.fingerprint(hashes.SHA256()) or is_officer_certificate(seal):
        raise SealError("E_SIGNATURE", "an officer signs and the authority seals: these are two signers")
    for sealed, name in zip(found, _NAMES, strict=True):
        checks += (passed(name, cades.shown(sealed.certificate)), sealed.time)
    if attached is not None:
        checks.append(passed("letter.data", attached[0]))
    return Letter(tuple(checks), tuple(sealed.signer for sealed in found))


_NAMES = ("letter.officer", "letter.seal")


def _demand_unchanged(signatures: Sequence[EmbeddedPdfSignature], revisions: int) -> None:
    if not signatures:
        raise SealError("E_PDF", "nobody signed this PDF; if a signed file is attached, take it out and verify that")
    if len(signatures) != REVISIONS - 1 or revisions != REVISIONS:
        raise SealError("E_PDF", "a letter has two signatures, and one revision for each after the text")
    first, last = signatures
    for one in signatures:
        if one.sig_object_type != "/Sig" or one.sig_object.get("/SubFilter") != _SUBFILTER:
            raise SealError("E_PDF", "a signature of another kind")
        one.compute_integrity_info(diff_policy=_POLICY)
    if last.coverage != SignatureCoverageLevel.ENTIRE_FILE or first.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        raise SealError("E_PDF", "a signature that does not cover what it must")
    change = first.diff_result
    allowed = (
        isinstance(change, DiffResult)
        and change.modification_level <= ModificationLevel.FORM_FILLING
        and change.changed_form_fields == {last.field_name}
    )
    if not allowed or not all(one.summarise_integrity_info()["docmdp_ok"] for one in signatures):
        raise SealError("E_PDF", "the letter was changed after it was signed")


def _verify_one(one: EmbeddedPdfSignature, trust: cades.Trust, now: datetime, name: str) -> cades.Sealed:
    raw = one.pkcs7_content
    size = parser.peek(raw)
    if any(raw[size:]):
        raise SealError("E_SIGNATURE", "something stands behind a signature")
    signed = cms.read(raw[:size])
    moment, time = cades.signed_at(signed, trust, now=now, name=f"{name}_time")
    algorithm = signed["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    found = cms.verify(
        signed, digest=one.compute_digest(algorithm), roots=trust.roots, moment=moment.time if moment else now
    )
    return cades.Sealed(found.certificate, cades.signer_of(found, moment, one.self_reported_timestamp), time)


def _demand_attached(reader: PdfFileReader, name: str, content: bytes) -> None:
    """Demand one file specification in the whole file, and that it is `name` with exactly `content`."""
    found = {}
    for one in every_object(reader):
        if "/EF" in one:
            stream = one["/EF"]["/F"]
            found[stream.container_ref.idnum] = (str(one.get("/UF", one.get("/F"))), stream)
    if len(found) != 1:
        raise SealError("E_PDF", "a letter has one attached file")
    ((title, stream),) = found.values()
    if not isinstance(stream, generic.StreamObject) or title != name:
        raise SealError("E_PDF", "the attached file has another name than the data beside the letter")
    if stream.data != content:
        raise SealError("E_PDF", "the data attached to the letter is not the data beside it")
