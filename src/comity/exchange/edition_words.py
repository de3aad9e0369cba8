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
    "E_EDITION_FOREIGN": (
        Text("The hub showed a directory that another node signed.", "中心节点出示了由其他节点签署的名录。"), _CALL,
    ),
}  # fmt: skip
_AGAIN: Final = Text(
    "Nothing was taken in. Have the secretariat give the file anew, on a medium that you trust.",
    "未采用任何内容。请秘书处以可信的介质重新提供文件。",
)
# A file that somebody brings says nothing against the hub, except where the hub itself signed two stories.
OF_A_FILE: Final[dict[str, tuple[Text, Text]]] = {
    **WORDS,
    "E_EDITION_NOBODY": (
        Text(
            "No hub is believed here, so that no file of one can be verified.",
            "本节点尚未确认任何中心节点，无法核验其文件。",
        ),
        Text(
            "Bring the key file of the hub first and have a second officer compare its digits.",
            "请先导入中心节点的密钥文件，并由另一名工作人员核对数字。",
        ),
    ),
    "E_EDITION_SEALED": (
        Text("The file is not sealed to this node, or is damaged.", "文件未以本节点的密钥加密，或者已损坏。"),
        _AGAIN,
    ),
    "E_EDITION_FORM": (
        Text("The file is no signed directory of a form known here.", "文件不是本处已知格式的经签署名录。"),
        Text(
            "Nothing was taken in. Bring the file that the hub gives out under /authorities/directory.json or "
            "/authorities/directory.age, whole and as it is.",
            "未采用任何内容。请导入中心节点 /authorities/directory.json 或 /authorities/directory.age "
            "提供的完整原始文件。",
        ),
    ),
    "E_EDITION_SIGNATURE": (
        Text(
            "The file was changed after the hub signed it, or signed with other keys than those that two officers "
            "confirmed.",
            "文件在中心节点签署之后被更改，或者未以经两名工作人员确认的密钥签署。",
        ),
        _AGAIN,
    ),
    "E_EDITION_FOREIGN": (
        Text(
            "Another node than the hub that two officers confirmed signed the file.",
            "文件不是由经两名工作人员确认的中心节点签署。",
        ),
        Text(
            "Nothing was taken in. What a counterpart signed is taken in by comity manage import-directory.",
            "未采用任何内容。对方节点签署的文件请以 comity manage import-directory 导入。",
        ),
    ),
    "E_EDITION_BACK": (
        Text("The file is older than the edition that this node knows.", "文件早于本节点已知的版本。"),
        Text("Nothing was taken in. Bring a newer file.", "未采用任何内容。请导入较新的文件。"),
    ),
    "E_EDITION_SEEN": (
        Text("Another edition came meanwhile.", "其间已有另一版本。"),
        Text("Nothing was taken in. Bring the newest file.", "未采用任何内容。请导入最新的文件。"),
    ),
}


def words_for(code: str) -> tuple[Text, Text]:
    """Return what was seen and what to do."""
    return WORDS[code]


def words_for_file(code: str) -> tuple[Text, Text]:
    """Return what is wrong with a file that somebody brought and what to do."""
    return OF_A_FILE[code]
