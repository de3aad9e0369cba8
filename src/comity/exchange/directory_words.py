"""What can be wrong with a key directory, in words: what happened, what it may mean, what to do."""

from __future__ import annotations

from typing import Final

from comity.directory.trees.words import WORDS as OF_THE_TREE
from comity.kernel.languages import Text
from comity.library.mirroring.words import WORDS as OF_THE_LIBRARY

_CALL: Final = Text(
    "Telephone the secretariat that runs the directory, at a number known from elsewhere, and ask other authorities "
    "what their nodes see. Until you know, bring no keys from it.",
    "请按从其他途径得知的号码致电运行目录的秘书处，并询问其他机关的节点所见。查明之前，请勿采用其中的密钥。",
)
_ASK_STATE: Final = Text(
    "Telephone the authority of that State. Its other keys here stay in force meanwhile.",
    "请致电该国机关。在此期间，本处已有的密钥继续有效。",
)
_WAIT: Final = Text(
    "Nothing is lost: the node works with what it has. If it lasts, ask the secretariat, or take in a mirror.",
    "数据没有丢失：节点继续使用已有内容工作。如长期如此，请询问秘书处，或用移动存储介质中的镜像更新。",
)
# code -> what was seen, what to do
WORDS: Final[dict[str, tuple[Text, Text]]] = {
    "E_DIRECTORY_AWAY": (Text("The key directory does not answer.", "密钥目录没有应答。"), _WAIT),
    "E_DIRECTORY_FROZEN": (
        Text(
            "What the key directory shows has run out: nobody renews it, or somebody keeps newer versions from us.",
            "密钥目录所示内容已过有效期：无人更新，或有人截留了较新版本。",
        ),
        _WAIT,
    ),
    "E_DIRECTORY_BACK": (
        Text("The key directory shows an older state than before.", "密钥目录出示的状态早于此前的状态。"),
        _CALL,
    ),
    "E_DIRECTORY_SIGNATURE": (
        Text(
            "Something in the key directory is not signed by those who must sign it.",
            "密钥目录中有内容未由应签名者签名。",
        ),
        _CALL,
    ),
    "E_DIRECTORY_DIGEST": (
        Text("A file of the key directory is not the one that was signed for.", "密钥目录中有文件与所签名的文件不符。"),
        _CALL,
    ),
    "E_DIRECTORY_TWO_HEADS": (
        Text(
            "The key directory signed two different states under one number: it tells different stories.",
            "密钥目录以同一编号签署了两种不同的状态：前后说法不一。",
        ),
        _CALL,
    ),
    "E_DIRECTORY_SPLIT": (
        Text(
            "A counterpart sees another state of the key directory under the same number. Nothing of the directory is "
            "taken until two officers have ended the alarm.",
            "对方节点在同一编号下看到的密钥目录状态与本节点不同。在两名工作人员了结警报之前，不采用目录中的任何内容。",
        ),
        _CALL,
    ),
    "E_DIRECTORY_FOREIGN": (
        Text(
            "A State's part of the key directory lists what is not that State's. None of it was taken.",
            "密钥目录中某国部分列出了不属于该国的内容。该部分均未采用。",
        ),
        _ASK_STATE,
    ),
    "E_DIRECTORY_SYNTAX": (
        Text("The key directory is not of the known form.", "密钥目录的格式不符合要求。"),
        _CALL,
    ),
    "E_DIRECTORY_CONFLICT": (
        Text(
            "The key directory lists other keys for a node than those confirmed here, and these did not sign them. The "
            "keys confirmed here stay in force.",
            "密钥目录为某节点列出的密钥与本处已确认的不同，且未经后者签名。本处已确认的密钥继续有效。",
        ),
        _ASK_STATE,
    ),
    "E_DIRECTORY_OWN": (
        Text(
            "The key directory lists keys for our own node that are not ours: messages for us may be sealed to others.",
            "密钥目录为本节点列出的密钥并非本节点所有：发给本节点的文电可能被加密给他人。",
        ),
        Text(
            "See who holds the key of our State's role and what was signed with it. Have our key file listed anew.",
            "请查明本国目录角色的密钥由谁持有、签署过什么，并重新登录本节点的密钥文件。",
        ),
    ),
}


def words_for(code: str) -> tuple[Text, Text]:
    """Return what was seen and what to do."""
    return WORDS.get(code) or OF_THE_LIBRARY.get(code) or OF_THE_TREE.get(code) or WORDS["E_DIRECTORY_SYNTAX"]
