"""What can be wrong with the directory that a hub publishes, in words: what happened, what to do."""

from __future__ import annotations

from typing import Final

from comity.kernel.languages import Text

_WAIT: Final = Text(
    "Nothing is lost: what two officers published here still holds. If it lasts, ask the secretariat.",
    "数据没有丢失：本处经两名工作人员发布的内容仍然有效。如长期如此，请询问秘书处。",
)
_CALL: Final = Text(
    "Nothing more is taken from it. Telephone the secretariat at a number known from elsewhere; when it is cleared up, "
    "bring the key file of the hub again and have a second officer compare its digits.",
    "不再采用其任何内容。请按从其他途径得知的号码致电秘书处；查明之后，请重新导入中心节点的密钥文件，并由另一名工作人员核对数字。",
)
WORDS: Final[dict[str, tuple[Text, Text]]] = {
    "E_EDITION_AWAY": (Text("The hub does not answer.", "中心节点没有应答。"), _WAIT),
    "E_EDITION_NONE": (
        Text("The hub publishes no directory of authorities yet.", "中心节点尚未发布主管机关名录。"),
        Text(
            "It publishes one once a State lists its nodes. See that the address is the hub's own.",
            "有国家列出其节点之后才会发布。请核对地址确为中心节点的地址。",
        ),
    ),
    "E_EDITION_SEALED": (
        Text(
            "What the hub publishes is not sealed to this node, or is damaged.",
            "中心节点发布的文件未以本节点的密钥加密，或者已损坏。",
        ),
        Text(
            "See that your State lists this node with its present keys in the key directory.",
            "请确认本国已在密钥目录中以现行密钥列出本节点。",
        ),
    ),
    "E_EDITION_FORM": (
        Text("What the hub publishes is not of a form known here.", "中心节点发布的文件不是本处已知的格式。"),
        Text(
            "See whether the hub runs a newer version of Comity than this node.",
            "请查明中心节点的 Comity 版本是否比本节点新。",
        ),
    ),
    "E_EDITION_CLOCK": (
        Text(
            "The newest edition was made in the future: the clock of the hub or of this node is wrong.",
            "最新版本的制作时间在未来：中心节点或本节点的时钟有误。",
        ),
        Text("Compare the clock of this node with another one.", "请将本节点的时钟与其他时钟核对。"),
    ),
    "E_EDITION_FROZEN": (
        Text(
            "The hub renews its directory no longer, or somebody keeps newer editions from us.",
            "中心节点不再更新名录，或有人截留了较新版本。",
        ),
        _WAIT,
    ),
    "E_EDITION_BACK": (
        Text("The hub showed an older edition than before.", "中心节点出示了比此前更旧的版本。"), _CALL,
    ),
    "E_EDITION_TWO": (
        Text("The hub signed two different editions of one time.", "中心节点就同一时间签署了两个不同的版本。"), _CALL,
    ),
    "E_EDITION_SIGNATURE": (
        Text(
            "An edition is not signed by the keys that two officers confirmed.",
            "有版本未以经两名工作人员确认的密钥签名。",
        ),
        _CALL,
    ),
}  # fmt: skip


def words_for(code: str) -> tuple[Text, Text]:
    """Return what was seen and what to do."""
    return WORDS[code]
