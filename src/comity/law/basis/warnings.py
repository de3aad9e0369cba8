"""Every warning of the engine: its words, its articles, and whether something must be found out first."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text
from comity.law.basis.answer import Warned


@dataclass(frozen=True, slots=True)
class Wording:
    """One warning; words in braces are names put in."""

    text: Text
    articles: tuple[str, ...]
    find_out: bool = False


def _w(en: str, zh: str, *articles: str, find_out: bool = False) -> Wording:
    return Wording(Text(en, zh), articles, find_out)


WARNINGS: dict[str, Wording] = {
    "SAME_STATE": _w(
        "Both sides are the same State, or a State and a territory of it: the Convention is between States. Use "
        "domestic law or the arrangement between both systems.",
        "双方系同一国家，或者一国与其领土：《公约》适用于国家之间。请依照本国法律或者两种制度之间的安排办理。",
        "4(1)",
    ),
    "FUTURE_DATE": _w(
        "The date lies in the future. The answer says how things stand by what is known today; ask again on the day.",
        "所填日期尚未到来。本答复以今天所知的情况为准，请在当日重新查询。",
        "68(2)",
        find_out=True,
    ),
    "BEFORE_ENTRY_INTO_FORCE": _w(
        "The date lies before 14 December 2005, when the Convention entered into force: it binds nobody on that day.",
        "所填日期早于《公约》生效之日（2005年12月14日）：当日《公约》对任何国家均无约束力。",
        "68(1)",
    ),
    "FACTS_OLDER": _w(
        "The conduct began before {instrument} came into force between both ({since}). The basis stays: it is one for "
        "requests. Whether the conduct was an offence at that time, and whether a law reaches back, is for domestic "
        "law.",
        "有关行为始于{instrument}在双方之间生效（{since}）之前。该依据仍可援引：依据是就请求而言的。行为当时是否构成犯罪、"
        "法律是否溯及既往，由本国法律决定。",
        "30(9)",
        "68(2)",
    ),
    "NO_PARTY": _w(
        "{place} is not party to {instrument} on that date: it gives no basis.",
        "{place}当日不是{instrument}的缔约方，不能以其为依据。",
        "68(2)",
    ),
    "SIGNED_ONLY": _w(
        "{place} has signed {instrument} but is not bound by it on that date: a signature gives no basis.",
        "{place}已签署{instrument}，但当日尚未受其约束：签署本身不构成依据。",
        "67",
        "68(2)",
    ),
    "NOT_YET_BOUND": _w(
        "{place} has deposited its instrument for {instrument} and is bound only from a later day.",
        "{place}已就{instrument}交存文书，但自稍后日期起才受其约束。",
        "68(2)",
    ),
    "WITHDRAWN": _w(
        "{place} has withdrawn from {instrument}, with effect before that date.",
        "{place}已退出{instrument}，退约在该日期之前生效。",
        "70",
    ),
    "PARTY_UNKNOWN": _w(
        "It is not recorded here whether {place} is bound by {instrument} on that date. Look it up with the "
        "depositary (United Nations Treaty Collection) or ask its central authority, and have the fact recorded.",
        "本系统没有记录{place}当日是否受{instrument}约束。请向保存人（联合国条约集）查询，或者询问其中央机关，并将结果登记。",
        "67",
        "68(2)",
        find_out=True,
    ),
    "TERRITORY_UNKNOWN": _w(
        "It is not recorded here whether {instrument} was extended to {place}, a territory with its own system. Look "
        "it up with the depositary or ask the central authority for that territory.",
        "本系统没有记录{instrument}是否适用于{place}（有自己制度的领土）。请向保存人查询，或者询问负责该领土的中央机关。",
        "46(13)",
        find_out=True,
    ),
    "EXCLUDED": _w(
        "{instrument} does not apply between these two: it is excluded or suspended between them.",
        "{instrument}在双方之间不适用：已被排除或者暂停施行。",
        "67",
    ),
    "CONFLICT": _w(
        "What is recorded about {place} ({subject}) contradicts itself. Ask its central authority which holds, and "
        "have the wrong row corrected.",
        "关于{place}的记录（{subject}）相互矛盾。请向其中央机关核实，并更正有误的记录。",
        "46(13)",
        find_out=True,
    ),
    "UNVERIFIED": _w(
        "The answer rests on facts that nobody has verified, or that are disputed; they are marked. Check them with "
        "the depositary or the central authority of {place} before you rely on them.",
        "本答复所依据的部分事实未经核实或者存在争议，已予标明。援引之前，请向保存人或者{place}的中央机关核实。",
        "46(13)",
        find_out=True,
    ),
    "TREATIES_NOT_LISTED": _w(
        "Neither State has declared its list of treaties complete here: a treaty between both could come first. Ask "
        "the treaty section of your foreign ministry, or the central authority of {place}.",
        "双方均未在本系统声明其条约清单完整：双方之间可能有应当优先的条约。请询问本国外交部条约部门或者{place}的中央机关。",
        "46(7)",
        find_out=True,
    ),
    "PARTIES_NOT_RECORDED": _w(
        "Whether these bind both, and by which article, is not recorded here: {listed}. Ask those named in brackets, "
        "and have the fact recorded.",
        "下列文书是否对双方均有约束力、依据哪一条，本系统没有记录：{listed}。请向括号中所列机构查询，并将结果登记。",
        "46(7)",
        find_out=True,
    ),
    "OUT_OF_SCOPE": _w(
        "The conduct is not covered by the Convention: it gives no basis for it.",
        "有关行为不属于《公约》涵盖的范围，不能以《公约》为依据。",
        "3(1)",
    ),
    "PARTLY_OUT_OF_SCOPE": _w(
        "Part of the conduct is not covered by the Convention: for that part another basis is needed.",
        "部分行为不属于《公约》涵盖的范围，该部分须另有依据。",
        "3(1)",
    ),
    "OFFENCE_NOT_STATED": _w(
        "No offence is stated. The answer holds for conduct that the Convention covers.",
        "未说明犯罪。本答复适用于《公约》涵盖的行为。",
        "3(1)",
    ),
    "TREATY_CONDITION": _w(
        "{instrument} applies only where: {condition}. Whether that is so in this case is for a lawyer to say.",
        "{instrument}仅在下列情况下适用：{condition}。本案是否符合，须由法律人员判断。",
        "46(6)",
    ),
    "TREATY_CONDITION_DECIDES": _w(
        "{instrument} comes first where: {condition}. Find out whether that is so in this case; if it is, its "
        "provisions apply.",
        "在下列情况下{instrument}优先适用：{condition}。请查明本案是否符合；符合的，适用该条约的规定。",
        "46(7)",
        find_out=True,
    ),
    "TREATY_SCOPE": _w(
        "{instrument} binds both but does not cover the conduct stated.",
        "{instrument}对双方均有约束力，但不涵盖所述行为。",
        "46(6)",
    ),
    "LEFT_TO_CONVENTION": _w(
        "{instrument} does not cover every measure asked: those it leaves out rest on the Convention, paragraphs 9 to "
        "29 of article 46.",
        "{instrument}未涵盖所请求的全部协助事项：未涵盖的事项以《公约》第四十六条第九款至第二十九款为依据。",
        "46(7)",
    ),
    "LEFT_WITHOUT_BASIS": _w(
        "{instrument} does not cover every measure asked, and the Convention does not help out.",
        "{instrument}未涵盖所请求的全部协助事项，也不能以《公约》补足。",
        "46(7)",
    ),
    "IN_LIEU_POSSIBLE": _w(
        "Both States may agree to apply paragraphs 9 to 29 of article 46 in lieu of the treaty; the Convention "
        "strongly encourages it where that helps.",
        "双方可以商定以《公约》第四十六条第九款至第二十九款代替条约的规定；这样有助于合作的，《公约》大力鼓励。",
        "46(7)",
    ),
    "DECLARATION": _w(
        "{place} has made a declaration to {instrument} that sets a condition: read it first.",
        "{place}对{instrument}作出了附条件的声明，请先查阅。",
        "46(17)",
    ),
    "DECLARATION_EXCLUDES": _w(
        "{place} has excluded this kind of cooperation under {instrument} by a declaration.",
        "{place}已声明不依照{instrument}开展此类合作。",
        "67",
    ),
    "RECIPROCITY": _w(
        "{place} helps without a treaty on the condition of reciprocity: attach a statement of reciprocity.",
        "没有条约时，{place}在互惠条件下提供协助：请附上互惠声明。",
        "46(17)",
    ),
    "DOMESTIC_UNKNOWN": _w(
        "It is not recorded here whether the law of {place} allows this without a treaty. Ask its central authority, "
        "by an informal channel first.",
        "本系统没有记录{place}的法律是否允许在没有条约时办理。请询问其中央机关，可先通过非正式渠道。",
        "4(1)",
        find_out=True,
    ),
    "DOMESTIC_NO": _w(
        "The law of {place} does not allow this without a treaty.",
        "{place}的法律不允许在没有条约时办理。",
        "4(1)",
    ),
    "NEEDS_IMPLEMENTING_LAW": _w(
        "In {place} the Convention works only through a law that puts it into effect: ask whether there is one for "
        "what you ask.",
        "在{place}，《公约》须经本国法律实施：请询问所请求事项是否已有实施法律。",
        "65(1)",
        find_out=True,
    ),
    "NO_FORMAL_BASIS": _w(
        "No formal basis is known. Letters rogatory by comity, police and financial intelligence channels remain.",
        "没有已知的正式依据。仍可通过礼让性质的委托书、警方渠道和金融情报渠道请求。",
        "48(1)",
        "58",
    ),
    "EXTRADITION_REFUSES_CONVENTION": _w(
        "{place} makes extradition conditional on a treaty and has notified that it does not take the Convention as "
        "one. Both are parties, yet the Convention gives no basis. It should seek to conclude treaties.",
        "{place}以存在条约为引渡条件，并已通知不以《公约》为引渡的法律依据。双方虽均为缔约国，《公约》不构成依据。"
        "该国应当争取缔结引渡条约。",
        "44(5)",
        "44(6)(b)",
    ),
    "EXTRADITION_SILENT": _w(
        "{place} has notified nothing under 44(6). It may still take the Convention as the basis: ask its central "
        "authority whether it does so in this case.",
        "{place}没有依照第四十四条第六款作出通知。该国仍可以《公约》为依据：请询问其中央机关在本案中是否如此。",
        "44(5)",
        "44(6)(a)",
        find_out=True,
    ),
    "EXTRADITION_NOTICE_UNKNOWN": _w(
        "It is not recorded here what {place} notified under 44(6). Look it up with the depositary, and ask its "
        "central authority whether it takes the Convention as the basis.",
        "本系统没有记录{place}依照第四十四条第六款作出的通知。请向保存人查询，并询问其中央机关是否以《公约》为依据。",
        "44(6)(a)",
        find_out=True,
    ),
    "EXTRADITION_CONDITIONAL": _w(
        "{place} takes the Convention as the basis of extradition on a condition: {condition}. See that it is met.",
        "{place}附条件地以《公约》为引渡依据：{condition}。请确认条件已满足。",
        "44(5)",
        "44(6)(a)",
    ),
    "EXTRADITION_LAW_UNKNOWN": _w(
        "It is not recorded here whether {place} makes extradition conditional on a treaty. Ask its central authority.",
        "本系统没有记录{place}是否以存在条约为引渡条件。请询问其中央机关。",
        "44(5)",
        "44(7)",
        find_out=True,
    ),
    "LIST_TREATY": _w(
        "{instrument} does not list the offence; the Convention deems it included.",
        "{instrument}未列入该犯罪；依照《公约》，该犯罪视为已列入。",
        "44(4)",
    ),
    "NATIONALS": _w(
        "{place} does not extradite its nationals. Where that is the sole reason, it shall at your request submit the "
        "case for prosecution; conditional surrender or enforcing the sentence are other ways.",
        "{place}不引渡本国国民。仅以此为由不引渡的，应当应请求将案件提交起诉；也可以附条件移交或者执行刑罚。",
        "44(11)",
        "44(12)",
        "44(13)",
    ),
    "NATIONALS_UNKNOWN": _w(
        "It is not recorded here whether {place} extradites its nationals; ask if the person may be one.",
        "本系统没有记录{place}是否引渡本国国民；如当事人可能是该国国民，请询问。",
        "44(11)",
    ),
    "DUAL_CRIMINALITY_WAIVED": _w(
        "The law of {place} lets it extradite for conduct that is not an offence there.",
        "{place}的法律允许就在该国不构成犯罪的行为予以引渡。",
        "44(2)",
    ),
    "POLITICAL_OFFENCE": _w(
        "Under the Convention as basis, a State whose law so permits does not treat the offence as political.",
        "以《公约》为引渡依据的，法律允许的国家不得将该犯罪视为政治犯罪。",
        "44(4)",
    ),
    "POLITICAL_OFFENCE_TREATY": _w(
        "The basis is not the Convention: its rule on political offences does not help; read that of the basis.",
        "依据不是《公约》：《公约》关于政治犯罪的规定不适用，请查阅该依据自身的规定。",
        "44(4)",
    ),
    "FISCAL": _w(
        "{instrument} lets a State refuse because a matter is fiscal; the Convention would not, for that alone.",
        "{instrument}允许以财税事项为由拒绝；依照《公约》，不得仅以此为由拒绝。",
        "44(16)",
        "46(22)",
    ),
    "DUAL_CRIMINALITY_RISK": _w(
        "States need only consider making this conduct an offence: compare the conduct under both laws, not the names.",
        "对该行为，各国仅须考虑将其定为犯罪：请依照双方法律比较行为本身，而不是比较罪名。",
        "43(2)",
    ),
    "COERCION_NOT_STATED": _w(
        "It is not stated whether a measure is coercive. One that is may be refused where the conduct is no offence in "
        "{place}.",
        "未说明协助事项是否具有强制性。有关行为在{place}不构成犯罪的，强制性事项可能被拒绝。",
        "46(9)(b)",
    ),
    "BANK_RECORDS": _w(
        "Bank secrecy is no ground of refusal; a judge's authorisation may be needed first.",
        "不得以银行保密为由拒绝；但可能须事先取得法官许可。",
        "46(8)",
    ),
    "LEGAL_PERSONS": _w(
        "For the liability of legal persons, help goes to the fullest extent that the law of {place} allows.",
        "涉及法人责任的，在{place}法律许可的范围内尽量提供协助。",
        "26",
        "46(2)",
    ),
    "CHAPTER_V_BESIDE": _w(
        "Chapter V of the Convention applies between both beside the treaty: cite it too.",
        "《公约》第五章在双方之间与该条约并行适用：请一并援引。",
        "51",
        "55(4)",
    ),
    "CONVENTION_SUFFICES": _w(
        "{place} makes confiscation conditional on a treaty: the Convention is the necessary and sufficient one.",
        "{place}以存在条约为没收合作的条件：《公约》即为必要而充分的条约依据。",
        "55(6)",
    ),
    "CASE_BY_CASE": _w(
        "Without an agreement both States agree case by case; the sovereignty of the State on whose soil it happens is "
        "fully respected.",
        "没有协定的，由双方逐案商定；应当充分尊重行动所在地国的主权。",
        "4(1)",
    ),
    "NOT_BINDING": _w(
        "{instrument} is an arrangement between agencies: it binds no State and serves information and contact only.",
        "{instrument}是机构之间的安排：对国家没有约束力，仅用于信息交流和联络。",
        "48(2)",
    ),
    "ONLY_BY_AGREEMENT": _w(
        "Sentenced persons are transferred only by agreement: the Convention by itself gives no basis.",
        "被判刑人的移管须以协定为依据：《公约》本身不构成依据。",
        "45",
    ),
    "CONSIDER_ONLY": _w(
        "The Convention asks {place} to consider this, no more; its law decides.",
        "《公约》仅要求{place}予以考虑；由其法律决定。",
        "43(1)",
    ),
    "CONSIDER_PROCEEDINGS": _w(
        "The Convention asks both to consider the transfer of proceedings; it gives no procedure of its own.",
        "《公约》要求双方考虑移管诉讼，但未规定具体程序。",
        "47",
    ),
}


def warn(code: str, *, articles: tuple[str, ...] = (), **names: Text) -> Warned:
    """Return a warning with names to put in; `articles` replace those of its wording."""
    wording = WARNINGS[code]
    return Warned(code, wording.text, articles or wording.articles, wording.find_out, tuple(names.items()))
