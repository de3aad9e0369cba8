"""What can be wrong with what a hub passes on, in words: what was seen, what to do."""

from __future__ import annotations

from typing import Final

from comity.kernel.languages import Text

_WAIT: Final = Text(
    "Nothing is lost: the library keeps what it has. If it lasts, ask the secretariat.",
    "数据没有丢失：图书馆保留已有内容。如长期如此，请询问秘书处。",
)
_CALL: Final = Text(
    "Nothing of it was taken. Telephone the secretariat that runs the hub, at a number known from elsewhere, and ask "
    "other authorities what their nodes see.",
    "有关内容均未采用。请按从其他途径得知的号码致电运行中心节点的秘书处，并询问其他机关的节点所见。",
)
# code -> what was seen, what to do
WORDS: Final[dict[str, tuple[Text, Text]]] = {
    "E_MIRROR_NONE": (
        Text("The hub passes no documents on.", "中心节点没有转送文件。"),
        Text("Nothing is to be done here: the secretariat decides it.", "此处无需处理：由秘书处决定。"),
    ),
    "E_MIRROR_AWAY": (Text("The hub does not answer.", "中心节点没有应答。"), _WAIT),
    "E_MIRROR_MISSING": (
        Text("The hub lists a document and does not give it.", "中心节点列出了某一文件，但未提供该文件。"),
        _WAIT,
    ),
    "E_MIRROR_FROZEN": (
        Text(
            "The hub's list of documents has run out: nobody renews it, or somebody keeps newer ones from us.",
            "中心节点的文件清单已过有效期：无人更新，或有人截留了较新的清单。",
        ),
        _WAIT,
    ),
    "E_MIRROR_FULL": (
        Text(
            "The hub passes on more documents than this node takes.",
            "中心节点转送的文件超过本节点的接收上限。",
        ),
        Text(
            "Whoever runs the node can raise COMITY_LIBRARY_MIRROR_MEGABYTES, if the disk has room.",
            "如磁盘空间允许，节点管理人员可调高 COMITY_LIBRARY_MIRROR_MEGABYTES。",
        ),
    ),
    "E_MIRROR_BACK": (
        Text("The hub shows an older list of documents than before.", "中心节点出示的文件清单早于此前的清单。"),
        _CALL,
    ),
    "E_MIRROR_TWO_HEADS": (
        Text(
            "The hub signed two different lists of documents under one number: it tells different stories.",
            "中心节点以同一编号签署了两份不同的文件清单：前后说法不一。",
        ),
        _CALL,
    ),
    "E_MIRROR_CHAIN": (
        Text(
            "The hub's list of documents is not the one that was signed, or was written anew.",
            "中心节点的文件清单与所签名的清单不符，或已被改写。",
        ),
        _CALL,
    ),
    "E_MIRROR_SIGNATURE": (
        Text("The hub's list of documents is not signed by the hub.", "中心节点的文件清单未由中心节点签名。"),
        _CALL,
    ),
    "E_MIRROR_DIGEST": (
        Text("A document of the hub is not the one that is listed.", "中心节点提供的某一文件与清单所列不符。"),
        _CALL,
    ),
    "E_MIRROR_SYNTAX": (
        Text("The hub's list of documents is not of the known form.", "中心节点的文件清单格式不符合要求。"),
        _CALL,
    ),
}
