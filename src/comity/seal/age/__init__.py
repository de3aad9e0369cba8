"""The age file format, version 1, whole: hybrid, X25519 and passphrase recipients, text form, constant memory.

Follows the public specification (c2sp.org/age) and passes its public test vectors. Start reading at
`files.py` (whole files), then `sealing.py` and `opening.py` (streams), `header.py`, `hybrid.py`.
"""

from comity.seal.age.armor import ArmorReader, ArmorWriter, is_armored
from comity.seal.age.files import open_bytes, open_sealed, open_to_path, rewrap, seal, seal_bytes, seal_to_path
from comity.seal.age.flow import Sink, Source
from comity.seal.age.hybrid import HybridIdentity, HybridRecipient
from comity.seal.age.keys import parse_identity, parse_identity_file, parse_recipient, require_hybrid
from comity.seal.age.opening import OpenReader
from comity.seal.age.scrypt import ScryptIdentity, ScryptRecipient
from comity.seal.age.sealing import CHUNK, SealWriter, payload_size
from comity.seal.age.stanza import Identity, Recipient
from comity.seal.age.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "CHUNK",
    "ArmorReader",
    "ArmorWriter",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "OpenReader",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "SealWriter",
    "Sink",
    "Source",
    "X25519Identity",
    "X25519Recipient",
    "is_armored",
    "open_bytes",
    "open_sealed",
    "open_to_path",
    "parse_identity",
    "parse_identity_file",
    "parse_recipient",
    "payload_size",
    "require_hybrid",
    "rewrap",
    "seal",
    "seal_bytes",
    "seal_to_path",
]
