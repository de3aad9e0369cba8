"""The Chinese of the description of the interface for programs, by its English.

The English stands where it belongs, in the docstrings and fields that make the description, and is fixed when they are
loaded; so what is finished is translated, not what it is made from. Names of operations, fields and codes stay.
"""

from __future__ import annotations

from typing import Any, Final

SAID: Final = frozenset({"summary", "description"})  # a `title` is the name of a field or a shape
CHINESE: Final = {
    "Comity: interface for programs": "Comity 协作：供程序使用的接口",
    "Read only. See docs/api.md.": "只读。见 docs/api.md。",
    "States": "国家",
    "Authorities": "主管机关",
    "Legal Basis": "法律依据",
    "Channel Tree": "渠道决策树",
    "Channel Walk": "渠道决策树的一次作答",
    "OK": "成功",
    "Bad Request": "请求有误",
    "Unauthorized": "未经认证",
    "Forbidden": "无权访问",
    "Unprocessable Entity": "内容无法处理",
    "Too Many Requests": "请求过于频繁",
    "a name or code in any language": "任一语文的名称或代码",
    "one of the five regional groups": "五个区域组之一",
    "The table of States: codes, kind, regional group, and names in six languages, each with its source.": (
        "国家表：代码、种类、区域组以及六种语文的名称，均注明来源。"
    ),
    "code of a State or territory": "国家或领土的代码",
    "for what an authority is competent": "主管机关的职能",
    "Competent national authorities as the directory has them now, each with its source and how alive it is.": (
        "名录目前载列的国家主管机关，均注明来源及其近期是否有回应。"
    ),
    "On what legal basis one State may ask another: the answer of `comity law basis --json`. Nothing is kept.": (
        "一国可以何种法律依据向另一国提出请求：即 `comity law basis --json` 的答复。不保存任何内容。"
    ),
    "The decision tree: by which channel to ask. Questions, answers and where each leads, each with its articles.": (
        "决策树：应通过何种渠道提出请求。列出各问题、答案及其指向，均注明条款。"
    ),
    "Where some answers lead in the decision tree: the next question, or the advice. Nothing is kept.": (
        "若干答案在决策树中指向何处：下一问题或建议。不保存任何内容。"
    ),
    "The five regional groups of the United Nations.": "联合国五个区域组。",
    "What sort of name it is.": "名称的种类。",
    "Where names were read, and whether somebody compared them.": "名称的来源，以及是否有人核对过。",
    "A State, a territory with a system of its own (46(13)), or an organization that can be a party (67(2)).": (
        "国家、有其本身法律制度的领土（第四十六条第十三款）或可成为缔约方的组织（第六十七条第二款）。"
    ),
    "What a row of the table is.": "表中一行的种类。",
    "One name of a State; `source` is a key of `sources`.": "国家的一个名称；`source` 是 `sources` 的键。",
    "The table of States, in the order of their codes.": "国家表，按代码排列。",
    "What went wrong (RFC 9457): `title` and `detail` are for people, `code` is the same in every language.": (
        "问题说明（RFC 9457）：`title` 和 `detail` 供人阅读，`code` 在各语文中相同。"
    ),
    "One part of a question that cannot be read; `where` is its place, such as `query.limit`.": (
        "问题中无法读取的一处；`where` 为其位置，如 `query.limit`。"
    ),
    "of the Convention, where a rule of it stands against the question": "问题与《公约》规则不符的，所涉条款",
    "of `E_QUESTION`: each part that cannot be read": "`E_QUESTION` 时：无法读取的各处",
    "For what an authority is competent.": "主管机关的职能。",
    "One page of authorities; `total` counts all that fit the question.": (
        "主管机关的一页；`total` 是符合条件的总数。"
    ),
    "What holds of an authority. `designated` false is an answer too: the State has named nobody for these functions."
    "\n\n`contacts` is null for a reader who may not know them.": (
        "关于一主管机关的现行内容。`designated` 为 false 也是一种答复：该国未就这些职能指定任何机关。"
        "\n\n读者无权知悉联系方式的，`contacts` 为 null。"
    ),
    "How an authority is reached, and what it asks of a request.": "主管机关的联系方式及其对请求的要求。",
    "Whether an authority takes requests by electronic means (46(14)).": (
        "主管机关是否接受以电子方式提出的请求（第四十六条第十四款）。"
    ),
    "By which way an authority takes requests (46(13)).": "主管机关接收请求的途径（第四十六条第十三款）。",
    "How a State made its authority known: to the Secretary-General (46(13), 6(3)), or to a directory alone.": (
        "国家告知其主管机关的方式：通知秘书长（第四十六条第十三款、第六条第三款），或仅告知名录。"
    ),
    "How alive an entry is.": "条目近期是否得到确认或有回应。",
    "Another way to the same end.": "达到同一目的的其他途径。",
    "A ground that the request may rest on, with what to cite.": "请求可依据的基础及应援引的条款。",
    "The answer of `comity law basis --json`; `certain` is false while something must be found out first.": (
        "`comity law basis --json` 的答复；尚有事项须先查明的，`certain` 为 false。"
    ),
    "How a request rests on what binds both States.": "请求如何依据对两国均有约束力的文书。",
    "Whether the conduct must be an offence in both States; null where that depends.": (
        "该行为是否须在两国均构成犯罪；视情形而定的为 null。"
    ),
    "A fact relied on.": "所依据的一项事实。",
    "Something to know or to find out first.": "须知悉或须先查明的事项。",
    "On what legal basis may one State ask another? As `comity law basis` asks it.": (
        "一国可以何种法律依据向另一国提出请求？问法与 `comity law basis` 相同。"
    ),
    "code of the State that asks": "请求国的代码",
    "code of the State that is asked": "被请求国的代码",
    "day of the request, year-month-day; today where it is left out": "请求日期，年-月-日；未填的为今日",
    "articles such as 15 or 16(1), or other": "条款，如 15 或 16(1)，或 other",
    "kinds of assistance such as STATEMENT": "协助的种类，如 STATEMENT",
    "first day of the conduct, year-month-day; null: not stated": "行为的第一天，年-月-日；null：未说明",
    "whether a measure forces somebody; null: not stated": "措施是否具有强制性；null：未说明",
    "Where a walk ends.": "作答的终点。",
    "The whole decision tree (which channel to ask by); `digest` is the SHA-256 of its file.": (
        "完整的决策树（应通过何种渠道提出请求）；`digest` 是其文件的 SHA-256。"
    ),
    "Where a decision tree comes from: a local file, the hub that the node follows, or the program.": (
        "决策树的来源：本地文件、节点所跟踪的中心节点或程序自带。"
    ),
    "What one State asks of another (UNCAC chapters IV and V).": (
        "一国向另一国请求的事项（《反腐败公约》第四章和第五章）。"
    ),
    "An answer, and the code of the question or advice that it leads to.": "一个答案及其指向的问题或建议的代码。",
    "One question of the whole tree.": "完整决策树的一个问题。",
    "One answer to a question of the tree.": "对决策树一个问题的一个答案。",
    "One question of the tree.": "决策树的一个问题。",
    "Where a walk stands: the next question, or the advice. As `comity law channel --json` answers.": (
        "作答所到之处：下一问题或建议。与 `comity law channel --json` 的答复相同。"
    ),
    "One step of a walk.": "作答的一步。",
    "The answers given so far: code of the question → code of the answer.": (
        "迄今所作的答案：问题的代码 → 答案的代码。"
    ),
}  # fmt: skip
ONE_OF, ONE_OF_ZH = "one of: ", "下列之一："


def in_chinese(described: dict[str, Any]) -> dict[str, Any]:
    """Return a finished description with its texts in Chinese; whatever has none stays in English."""
    told: dict[str, Any] = _in_chinese(described)
    return told | {"info": told["info"] | {"title": said(described["info"]["title"])}}


def _in_chinese(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: said(one) if name in SAID and isinstance(one, str) else _in_chinese(one) for name, one in part.items()
        }
    return [_in_chinese(one) for one in part] if isinstance(part, list) else part


def said(text: str) -> str:
    """Return the Chinese of one text; codes that are listed in it stay."""
    return ONE_OF_ZH + text.removeprefix(ONE_OF) if text.startswith(ONE_OF) else CHINESE.get(text, text)
