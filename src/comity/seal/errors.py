"""What can be wrong with sealed, signed or stamped things, as stable codes with text for people.

Everything in `comity.seal` that verifies raises `SealError`; nothing returns a bool.
"""

from __future__ import annotations

from typing import Final

from comity.kernel.errors import ComityError
from comity.kernel.languages import Text


class SealError(ComityError):
    """A sealed file, signature, receipt, chain, package or key that must not be relied upon."""


TEXTS: Final[dict[str, Text]] = {
    "E_SIZE": Text(en="It is larger or smaller than allowed.", zh="大小超出允许范围。"),
    "E_SYNTAX": Text(en="It is not written in the required form.", zh="格式不符合要求。"),
    "E_VERSION": Text(en="It has a version this program does not know.", zh="其版本为本程序所不识别。"),
    "E_SIGNATURE": Text(en="A required signature is missing or wrong.", zh="缺少必要的签名或签名有误。"),
    "E_RECIPIENT": Text(en="It is not addressed as it must be.", zh="收件方不符合要求。"),
    "E_TIME": Text(en="Its time is not believable.", zh="所载时间不可信。"),
    "E_EXPIRED": Text(en="It has expired.", zh="已过有效期。"),
    "E_DIGEST": Text(en="Its content does not have the stated digest.", zh="内容与所载摘要不符。"),
    "E_SENDER": Text(en="It does not come from the stated sender.", zh="并非来自所称的发件方。"),
    "E_KEY": Text(en="A key is missing, malformed or of the wrong kind.", zh="密钥缺失、格式有误或种类不符。"),
    "E_CHAIN": Text(en="It does not continue the chain of messages.", zh="与此前的文电链不衔接。"),
    "E_REPLAY": Text(en="It was already received.", zh="此前已经收到。"),
    "E_ID_REUSED": Text(
        en="Its number was already used for something else.",
        zh="其编号已用于其他内容。",
    ),
    "E_PACKAGE": Text(en="The package is not built as it must be.", zh="文件包的结构不符合要求。"),
    "E_PDF": Text(en="The PDF letter cannot be accepted.", zh="该 PDF 函件不能接受。"),
    "E_AGE_HEADER": Text(en="The sealed file's header is malformed.", zh="加密文件的文件头格式有误。"),
    "E_AGE_MAC": Text(en="The sealed file's header was altered.", zh="加密文件的文件头已被改动。"),
    "E_AGE_NO_MATCH": Text(
        en="The file is not sealed to any key held here.",
        zh="该文件并非以本处所持的任何密钥为收件方加密。",
    ),
    "E_AGE_PAYLOAD": Text(
        en="The sealed content was altered, cut off or put in another order.",
        zh="加密内容已被改动、截断或调换顺序。",
    ),
    "E_AGE_ARMOR": Text(
        en="The text form of the sealed file is malformed.",
        zh="加密文件的文本形式格式有误。",
    ),
    "E_PASSPHRASE": Text(en="The passphrase is wrong.", zh="口令不正确。"),
    "E_TIMESTAMP": Text(en="The timestamp cannot be relied upon.", zh="时间戳不可信。"),
}


def explain(code: str) -> Text:
    """Return the sentence for people that belongs to `code`; raises KeyError for a code that has none."""
    return TEXTS[code]
