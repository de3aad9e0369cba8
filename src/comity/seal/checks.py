"""What a verification found, in words a court can read: single checks, and who signed when.

A name of a check is stable (programs and translations key on it); its label is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

OWN_CLOCK = "own clock"
STAMPED_BY = "time stamp: "


class Result(StrEnum):
    """How a check ended. What was not made is never shown as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MADE = "not_made"

    @property
    def label(self) -> Text:
        """The result in words."""
        return _RESULTS[self]


_RESULTS = {
    Result.PASSED: Text(en="passed", zh="通过"),
    Result.FAILED: Text(en="failed", zh="未通过"),
    Result.NOT_MADE: Text(en="not made", zh="未核查"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: stable code, a key of `LABELS`.
        result: how it ended.
        detail: plain English with the values seen; never case content.
    """

    name: str
    result: Result
    detail: str = ""

    @property
    def label(self) -> Text:
        """The check in words; an unknown name is shown as it is."""
        return LABELS.get(self.name) or Text(en=self.name, zh=self.name)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, with which key, and when as far as that is known.

    Attributes:
        name: node id or name in the certificate.
        key: fingerprint or id of the key.
        time: the proved or claimed time; None when nothing says it.
        time_source: `own clock`, or `time stamp: <authority>`.
    """

    name: str
    key: str
    time: datetime | None
    time_source: str = OWN_CLOCK


@dataclass(frozen=True, slots=True)
class StampedTime:
    """What a verified RFC 3161 token says: these bytes existed at `time`, says `authority`."""

    time: datetime
    authority: str


def passed(name: str, detail: str = "") -> Check:
    """Return a check that passed."""
    return Check(name, Result.PASSED, detail)


def failed(name: str, detail: str = "") -> Check:
    """Return a check that failed."""
    return Check(name, Result.FAILED, detail)


def not_made(name: str, detail: str = "") -> Check:
    """Return a check that could not be made."""
    return Check(name, Result.NOT_MADE, detail)


LABELS: dict[str, Text] = {
    "envelope.form": Text(en="The envelope is well formed", zh="信封格式正确"),
    "envelope.two_signatures": Text(
        en="The envelope carries the sender's two signatures (Ed25519 and ML-DSA-65)",
        zh="信封载有发送方的两个签名（Ed25519 和 ML-DSA-65）",
    ),
    "envelope.addressed": Text(en="The envelope is addressed to this authority", zh="信封的收件方为本机关"),
    "envelope.time": Text(en="The envelope arrived within its time", zh="信封在有效时间内到达"),
    "envelope.numbers": Text(en="Sizes, digests and numbers are well formed", zh="大小、摘要和编号格式正确"),
    "peer.self_signed": Text(en="The key file is signed by the keys it names", zh="密钥文件由其所列密钥签名"),
    "receipt.form": Text(en="The receipt is well formed", zh="回执格式正确"),
    "receipt.two_signatures": Text(
        en="The receipt carries the two signatures of the node that recorded it",
        zh="回执载有记录节点的两个签名",
    ),
    "receipt.key_not_revoked": Text(en="The signing keys were not revoked", zh="签名密钥未被撤销"),
    "receipt.time_stamp": Text(en="A time stamp proves when the receipt existed", zh="时间戳证明回执存在的时间"),
    "receipt.clock": Text(en="The recording clock was disciplined", zh="记录时钟已校准"),
    "chain.items": Text(en="Every item of the chain is signed", zh="链上每一项均有签名"),
    "chain.links": Text(en="Every item names the digest of the one before", zh="每一项均载明前一项的摘要"),
    "chain.complete": Text(en="No number is missing", zh="编号无缺漏"),
    "chain.single": Text(en="No number was given to two different items", zh="没有同一编号用于两个不同项目"),
}
