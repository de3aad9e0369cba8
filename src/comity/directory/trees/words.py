"""Where a decision tree comes from, and what can be wrong with that of a hub, in words: what was seen, what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from comity.kernel.languages import Text


class Source(StrEnum):
    """Where a decision tree comes from: a local file, the hub that the node follows, or the program."""

    FILE = "file"
    HUB = "hub"
    SHIPPED = "shipped"


FROM: Final[dict[Source, Text]] = {
    Source.FILE: Text("It comes from a local file.", "来自本地文件。"),
    Source.HUB: Text(
        "It comes from the secretariat's hub that this node follows.", "来自本节点所跟踪的秘书处中心节点。"
    ),
    Source.SHIPPED: Text("It is the one that comes with the program.", "为程序自带的决策树。"),
}
_WAIT: Final = Text(
    "Nothing is lost: the tree that was in use stays. If it lasts, ask the secretariat.",
    "没有影响：原先使用的决策树继续有效。如长期如此，请询问秘书处。",
)
_TELL: Final = Text(
    "The tree that was in use stays. Tell the secretariat: it publishes a right one.",
    "原先使用的决策树继续有效。请告知秘书处，由其发布正确的版本。",
)
_CALL: Final = Text(
    "The tree that was in use stays. Telephone the secretariat that runs the hub, at a number known from elsewhere, "
    "and ask other authorities what their nodes see.",
    "原先使用的决策树继续有效。请按从其他途径得知的号码致电运行中心节点的秘书处，并询问其他机关的节点所见。",
)
# code -> what was seen, what to do
WORDS: Final[dict[str, tuple[Text, Text]]] = {
    "E_TREE_NONE": (
        Text("The hub publishes no decision tree of channels.", "中心节点没有发布渠道决策树。"),
        Text("Nothing is to be done here: the secretariat decides it.", "此处无需处理：由秘书处决定。"),
    ),
    "E_TREE_AWAY": (
        Text("The hub does not answer when it is asked for its decision tree.", "向中心节点索取决策树时没有应答。"),
        _WAIT,
    ),
    "E_TREE_FROZEN": (
        Text(
            "The hub's decision tree has run out: nobody renews it, or somebody keeps a newer one from us.",
            "中心节点的决策树已过有效期：无人更新，或有人截留了较新版本。",
        ),
        _WAIT,
    ),
    "E_TREE_GRAPH": (
        Text("The hub's decision tree cannot be used here.", "中心节点的决策树无法在此使用。"),
        _TELL,
    ),
    "E_TREE_VERSION": (
        Text(
            "The hub gave another decision tree the version of the one in use; advice kept with cases could not tell "
            "them apart.",
            "中心节点的另一棵决策树与现用决策树版本号相同，随案件保存的建议将无法区分二者。",
        ),
        _TELL,
    ),
    "E_TREE_BACK": (
        Text("The hub shows an older decision tree than before.", "中心节点出示的决策树早于此前的版本。"),
        _CALL,
    ),
    "E_TREE_TWO": (
        Text(
            "The hub signed two different decision trees under one number: it tells different stories.",
            "中心节点以同一编号签署了两棵不同的决策树：前后说法不一。",
        ),
        _CALL,
    ),
    "E_TREE_SIGNATURE": (
        Text(
            "The hub's decision tree is not signed by the hub, or was changed afterwards.",
            "中心节点的决策树未由中心节点签名，或签名后被改动。",
        ),
        _CALL,
    ),
    "E_TREE_SYNTAX": (
        Text("The hub's decision tree is not of the known form.", "中心节点的决策树格式不符合要求。"),
        _CALL,
    ),
}


def words_for(code: str, reason: dict[str, str]) -> tuple[Text, Text]:
    """Return what was seen, with what is wrong with a graph, and what to do."""
    what, do = WORDS[code]
    if not reason:
        return what, do
    return Text(f"{what.en} {reason['en']}", f"{what.zh}{reason['zh']}"), do
