"""The ASiC manifest (ETSI EN 319 162-1): the digests of all members, and so what the signature is about.

It is written from a fixed template, and a receiver writes it anew from the members it has and compares bytes. So no
XML is ever parsed here, and nothing can stand in a manifest but what this template puts there.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from comity.seal.errors import SealError
from comity.seal.package import container

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSIGNED = (container.MANIFEST, container.SIGNATURE)
_TYPES = {"json": "application/json", "pdf": "application/pdf"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
    ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
    f'<asic:SigReference URI="{container.SIGNATURE}" MimeType="application/pkcs7-signature"/>\n'
)
_ENTRY = (
    '<asic:DataObjectReference URI="{name}" MimeType="{kind}">'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>'
    "<ds:DigestValue>{digest}</ds:DigestValue>"
    "</asic:DataObjectReference>\n"
)
_TAIL = "</asic:ASiCManifest>\n"


def write(members: Mapping[str, bytes]) -> bytes:
    """Return the manifest of `members`, in order of their names; manifest and signature are not part of it."""
    entries = [
        _ENTRY.format(
            name=name,
            kind=_TYPES[name.rpartition(".")[2]],
            digest=base64.b64encode(hashlib.sha512(members[name]).digest()).decode("ascii"),
        )
        for name in sorted(members)
        if name not in _UNSIGNED
    ]
    return "".join((_HEAD, *entries, _TAIL)).encode("ascii")


def check(members: Mapping[str, bytes]) -> bytes:
    """Return the manifest among `members` if it is theirs, or raise SealError `E_PACKAGE` or `E_DIGEST`."""
    if container.MANIFEST not in members or container.SIGNATURE not in members:
        raise SealError("E_PACKAGE", "the package is not signed")
    if write(members) != members[container.MANIFEST]:
        raise SealError("E_DIGEST", "the manifest does not describe what is in the package")
    return members[container.MANIFEST]
