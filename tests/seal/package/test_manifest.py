"""The manifest: a fixed form that names every signed member with its digest."""

import base64
import hashlib
import xml.etree.ElementTree as ET

import pytest

from comity.seal.errors import SealError
from comity.seal.package import container, manifest

MEMBERS = {"request.json": b"{}", "annex/a.pdf": b"%PDF-", "binding.json": b"{}"}
ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def test_manifest_is_xml_that_names_each_member_with_its_digest():
    root = ET.fromstring(manifest.write(MEMBERS))  # noqa: S314 (written two lines above)
    assert root.tag == f"{ASIC}ASiCManifest"
    reference = root.find(f"{ASIC}SigReference")
    assert reference is not None
    assert reference.get("URI") == container.SIGNATURE
    found = {}
    for one in root.iter(f"{ASIC}DataObjectReference"):
        method, value = one.find(f"{DS}DigestMethod"), one.find(f"{DS}DigestValue")
        assert method is not None
        assert value is not None
        assert method.get("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha512"
        found[one.get("URI")] = base64.b64decode(value.text or "")
    assert found == {name: hashlib.sha512(data).digest() for name, data in MEMBERS.items()}


def test_manifest_and_signature_are_not_members_of_the_manifest():
    more = {**MEMBERS, container.MANIFEST: b"x", container.SIGNATURE: b"y"}
    assert manifest.write(more) == manifest.write(MEMBERS)


def test_check_returns_the_signed_bytes():
    whole = {**MEMBERS, container.MANIFEST: manifest.write(MEMBERS), container.SIGNATURE: b"y"}
    assert manifest.check(whole) == manifest.write(MEMBERS)


@pytest.mark.parametrize("missing", [container.MANIFEST, container.SIGNATURE])
def test_unsigned_packages_are_refused(missing: str):
    whole = {**MEMBERS, container.MANIFEST: manifest.write(MEMBERS), container.SIGNATURE: b"y"}
    del whole[missing]
    with pytest.raises(SealError) as caught:
        manifest.check(whole)
    assert caught.value.code == "E_PACKAGE"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(b"<?xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><?xml"),
        lambda text: text.replace(b'MimeType="application/pdf"', b""),
        lambda text: text + b"\n",
        lambda text: text.replace(b"annex/a.pdf", b"annex/b.pdf"),
        lambda text: text.replace(b"sha512", b"sha1"),
        lambda _text: b"",
    ],
)
def test_any_other_manifest_is_refused(spoil):
    whole = {**MEMBERS, container.MANIFEST: spoil(manifest.write(MEMBERS)), container.SIGNATURE: b"y"}
    with pytest.raises(SealError) as caught:
        manifest.check(whole)
    assert caught.value.code == "E_DIGEST"


@pytest.mark.parametrize("change", [{"annex/b.pdf": b""}, {"annex/a.pdf": b"%PDF-2"}])
def test_members_that_the_manifest_does_not_describe_are_refused(change: dict[str, bytes]):
    whole = {**MEMBERS, container.MANIFEST: manifest.write(MEMBERS), container.SIGNATURE: b"y", **change}
    with pytest.raises(SealError) as caught:
        manifest.check(whole)
    assert caught.value.code == "E_DIGEST"
