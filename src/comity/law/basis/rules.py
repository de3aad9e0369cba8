"""The rules of the engine in words, in the order in which they are run: what a lawyer reads first.

`tests/law/test_basis_scenarios.py` argues what follows from them, case by case.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule: its name, its article, what it says."""

    name: str
    article: str
    text: Text


RULES = (
    RuleText(
        "M0",
        "68(2)",
        Text(
            "Both are bound by the Convention on the date, and it is not excluded between them; else M5.",
            "双方在该日均受《公约》约束，且《公约》在双方之间未被排除；否则转 M5。",
        ),
    ),
    RuleText(
        "M1",
        "46(1)",
        Text("The conduct is covered by the Convention; else M5.", "有关行为属于《公约》涵盖的范围；否则转 M5。"),
    ),
    RuleText(
        "M2",
        "46(7)",
        Text(
            "A bilateral or regional treaty of assistance binds both and covers the conduct: its provisions apply "
            "instead of paragraphs 9 to 29, unless both agree to use those in lieu; a measure that it leaves out is "
            "left to the Convention.",
            "对双方均有约束力的双边或者区域司法协助条约涵盖该行为：适用该条约的规定，不适用第九款至第二十九款，双方同意代之以这些款的"
            "除外；条约未涵盖的协助事项依照《公约》办理。",
        ),
    ),
    RuleText(
        "M3",
        "46(7)",
        Text(
            "No such treaty: paragraphs 9 to 29 apply by themselves.",
            "没有此种条约：直接适用第九款至第二十九款。",
        ),
    ),
    RuleText(
        "M4",
        "46(8)",
        Text(
            "Whatever the mode, paragraphs 1 to 8 and 30 apply between parties: no refusal for bank secrecy.",
            "无论何种方式，缔约国之间均适用第一款至第八款和第三十款：不得以银行保密为由拒绝。",
        ),
    ),
    RuleText(
        "M5",
        "46(6)",
        Text(
            "Other treaties are used by their own terms, beside the Convention or without it.",
            "其他条约依其自身规定适用，与《公约》并行或者单独适用。",
        ),
    ),
    RuleText(
        "M6",
        "46(17)",
        Text(
            "The law of the requested State allows help without a treaty: that law, with reciprocity where it asks so.",
            "被请求国法律允许在没有条约时提供协助：以该法律为依据，要求互惠的附互惠声明。",
        ),
    ),
    RuleText(
        "M7",
        "48(1)",
        Text(
            "None of these: no formal basis; informal channels remain.",
            "以上均不成立：没有正式依据，仍可使用非正式渠道。",
        ),
    ),
    RuleText(
        "X0",
        "44(1)",
        Text(
            "The conduct must be punishable in both States, unless the law of the requested State waives it (44(2)).",
            "有关行为须依双方法律均应受处罚，被请求国法律允许例外的除外（第四十四条第二款）。",
        ),
    ),
    RuleText(
        "X1",
        "44(4)",
        Text(
            "A treaty of extradition binds both: it is the basis, and offences of the Convention are deemed included.",
            "对双方均有约束力的引渡条约：以其为依据，《公约》规定的犯罪视为已列入。",
        ),
    ),
    RuleText(
        "X2",
        "44(7)",
        Text(
            "The requested State does not make extradition conditional on a treaty: its law is the basis.",
            "被请求国不以存在条约为引渡条件：以其法律为依据。",
        ),
    ),
    RuleText(
        "X3",
        "44(6)",
        Text(
            "It does: what it notified under 44(6), as in force on the date, decides: yes, on a condition, silent "
            "(ask), or no (no basis).",
            "以存在条约为条件的：以其依照第四十四条第六款作出、当日有效的通知为准：是、附条件、未通知（询问）或者否（没有依据）。",
        ),
    ),
    RuleText(
        "X4",
        "44(4)",
        Text(
            "A regional treaty that must be taken as basis is one; a universal convention is, where the State notified "
            "so.",
            "须以其为依据的区域条约构成依据；普遍性公约在该国已作相应通知时构成依据。",
        ),
    ),
    RuleText(
        "X5",
        "44(11)",
        Text(
            "Else reciprocity where its law allows; prosecution there, transfer of proceedings.",
            "否则在其法律允许时依互惠办理；或者请求当地起诉、移管诉讼。",
        ),
    ),
    RuleText(
        "X6",
        "44(8)",
        Text(
            "Nationality, political and fiscal matters and dual criminality are checked, by the law of the requested "
            "State or the treaty.",
            "依照被请求国法律或者条约，核查国籍、政治犯罪、财税事项和双重犯罪问题。",
        ),
    ),
    RuleText(
        "X7",
        "44(3)",
        Text(
            "Offences linked to one that is extraditable may ride along though their penalty is too low.",
            "与可引渡犯罪相关联的其他犯罪，虽因刑期不足不可引渡，也可一并引渡。",
        ),
    ),
    RuleText(
        "C",
        "55(6)",
        Text(
            "Freezing and confiscation: chapter V is the basis between parties, also beside a treaty; a State that "
            "insists on a treaty takes the Convention as the necessary and sufficient one.",
            "冻结和没收：缔约国之间以《公约》第五章为依据，有条约的也并行适用；以存在条约为条件的国家，以《公约》为必要而充分的条约依据。",
        ),
    ),
    RuleText(
        "S",
        "4(1)",
        Text(
            "One State on both sides, or a State and its territory: no basis in the Convention.",
            "双方系同一国家，或者一国与其领土：《公约》不构成依据。",
        ),
    ),
)
