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
    "package.digest": Text(en="The package is the one the envelope names", zh="文件包即信封所载明的文件包"),
    "package.container": Text(en="The package is written in its one form", zh="文件包格式唯一且正确"),
    "package.manifest": Text(
        en="The list of digests describes every file in the package", zh="摘要清单与包内每个文件相符"
    ),
    "package.seal": Text(en="The sending authority sealed the package", zh="发送机关已在文件包上盖电子印章"),
    "package.time": Text(en="A time stamp proves when the seal existed", zh="时间戳证明印章存在的时间"),
    "package.sender": Text(
        en="Sender and message are the same inside and outside", zh="包内与信封上的发送方和文件编号一致"
    ),
    "package.addressed": Text(en="The signed content is addressed to this authority", zh="签名内容的收件方为本机关"),
    "package.keys": Text(
        en="It was sealed to the keys that the sender signed", zh="加密所用密钥即发送方签名载明的密钥"
    ),
    "package.in_time": Text(en="The package arrived within its time", zh="文件包在有效时间内到达"),
    "package.evidence": Text(
        en="The evidence named inside is the evidence that came with it", zh="包内列明的证据即随附的证据"
    ),
    "letter.signatures": Text(en="The letter is signed", zh="函件已签名"),
    "letter.harmless": Text(
        en="The letter has no scripts, hidden layers or references to other files", zh="函件不含脚本、隐藏层或外部引用"
    ),
    "letter.unchanged": Text(en="Nothing was changed after the signatures", zh="签名后未作任何改动"),
    "letter.officer": Text(en="An officer of the sending authority signed the letter", zh="发送机关官员已签署函件"),
    "letter.officer_time": Text(
        en="A time stamp proves when the officer's signature existed", zh="时间戳证明官员签名存在的时间"
    ),
    "letter.seal": Text(en="The sending authority sealed the letter", zh="发送机关已在函件上盖电子印章"),
    "letter.seal_time": Text(
        en="A time stamp proves when the authority's seal existed", zh="时间戳证明机关印章存在的时间"
    ),
    "letter.data": Text(
        en="The data attached to the letter is the data in the package, byte for byte",
        zh="函件所附数据与包内数据逐字节一致",
    ),
    "letter.travelled": Text(
        en="How the letter travelled is what an officer recorded", zh="函件的传递方式仅为经办人的记录"
    ),
    "statement.form": Text(en="The statement about heads of chains is well formed", zh="关于文电链末端的声明格式正确"),
    "statement.two_signatures": Text(
        en="The statement carries its node's two signatures", zh="声明载有其节点的两个签名"
    ),
    "statement.own_head": Text(en="The head of its own chain, as it says", zh="所声明的自身文电链末端"),
    "statement.held_head": Text(
        en="The last item of the other's chain that it holds, as it says", zh="所声明的其持有的对方文电链末端"
    ),
    "statement.directory": Text(
        en="The number and digest of the key directory that it saw last, as it says",
        zh="所声明的其最近所见密钥目录的编号和摘要",
    ),
    "statement.addressed": Text(en="To whom the statement was made", zh="声明的对象"),
    "statement.time": Text(en="When the statement was made, by its own clock", zh="声明的时间（依其自身时钟）"),
    "file.verified": Text(en="The file was verified", zh="文件核验"),
    "package.claims": Text(en="From whom to whom the package says it is", zh="文件包载明的发送方和收件方"),
    "letter.sender": Text(en="The signatures lead to a known authority", zh="签名可追溯至已知机关"),
    "peer.pinned": Text(en="The key file is the one that was compared and kept", zh="密钥文件即已核对并保存的文件"),
}
