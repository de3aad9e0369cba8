"""Rules for documents in Chinese."""

from __future__ import annotations

from comity.kernel.patterns import late
from comity.library.reading.languages.rules import Rules, pairs

_WENT = r"派(?:出)?(?:代表|观察员|观察员代表|代表团)?(?:作为观察员)?(?:出席|参加)了?(?:本次|本届|这次|该次)?[^。：:，]{0,12}会议"
_N = r"\d{1,3}/\d{1,4}"

RULES = Rules(
    language="zh",
    kinds=pairs(
        ("note", r"^秘书处的说明$|^秘书处(?:的)?说明"),
        ("background_paper", r"^秘书处编写的背景文件"),
        ("agenda", r"^(?:临时|附加说明的)[^，。]{0,6}议程(?:说明)?$|^临时议程及说明$"),
        ("resolution", r"^第\s*\d+/\d+\s*号决议"),
        ("draft_report", r"报告草稿$|^报告草稿"),
        ("draft_resolution", r"决议草案"),
        ("report", r"报告[*＊¹²³]*$"),
        ("working_paper", r"^会议室文件|会议室文件$"),
    ),
    masthead=pairs(
        ("distribution", r"^(?:Distr\s*[.:：]|分发|分类)"),
        ("original", r"^(?:Original|原件|原文)\s*[:：]"),
        ("language", r"^(?:Chinese|English|French|Spanish|Russian|Arabic|中文)$"),
        ("date", r"^\d{1,2}\s+[A-Z][a-z]+\s+\d{4}$|^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$"),
        ("place", r"^\d{4}\s*年.{1,24}日[，,]\s*\S+$"),
        ("session", r"^第[一二三四五六七八九十百\d\s]+(?:届|次)(?:特别)?会议(?:续会)?$"),
        ("agenda_item", r"^(?:临时)?议程\s*[*¹²]*\s*项目\s*\d"),
        ("organ", r"^联合国$|公约$|会议$|工作组$|审议组$|大会$|理事会$|委员会$|公约\s*缔约[国方]会议$"),
    ),
    instruments=pairs(
        ("untoc", r"《?(?:联合国)?(?:打击)?(?:跨国)?有组织犯罪公约》?"),
        ("au-corruption", r"《?(?:非洲联盟|非盟)预防和打击腐败公约》?"),
        ("oas-corruption", r"《?美洲(?:国家)?反腐败公约》?"),
        ("arab-corruption", r"《?阿拉伯(?:国家)?反腐败公约》?"),
        (
            "sadc-mla",
            r"《(?:南部非洲发展共同体)?(?:关于)?在?刑事(?:案件|事项)中?(?:的)?相互(?:提供)?法律(?:援助|协助)议定书》",
        ),
        ("drugs-1988", r"《(?:联合国)?禁止非法贩运麻醉药品和精神药物公约》|《1988\s*年公约》"),
        ("uncac", r"《?联合国反腐败公约》?|《反腐败公约》|反腐败公约"),
        ("the_convention", r"《公约》|(?<=本)公约"),
        ("rules-of-procedure", r"议事规则"),
        ("", r"《[^》]{1,40}》"),
    ),
    bodies=pairs(
        ("CTOC/COP", r"有组织犯罪公约》?(?:的)?缔约[方国](?:会议|大会)"),
        ("the_conference", r"缔约国(?:会议|大会)|缔约方会议"),
        ("GA", r"(?:联合国)?大会(?!反腐败|特别|主席|堂)"),
        ("SC", r"安全理事会|安理会"),
        ("ECOSOC", r"经济及社会理事会|经社理事会"),
        ("HRC", r"人权理事会"),
        ("CCPCJ", r"预防犯罪和刑事司法委员会"),
    ),
    resolution=late(
        rf"(?:第\s*)?(?P<numbers>(?:S-)?{_N}(?:\s*号)?(?:\s*(?:、|和|及|以及)\s*(?:第\s*)?{_N}(?:\s*号)?)*)\s*号?\s*决议"
        rf"(?:\s*第\s*(?P<pin>\d+)\s*(?:[(（](?P<item>[a-z])[)）])?\s*(?:\([a-z]\))?\s*段)?"
    ),
    pin=late(
        r"(?:\s*号文件)?\s*[，,、]?\s*第\s*(?P<pin>\d+(?:\s*[(（][a-z][)）])?)(?:\s*(?:至|-|–|和)\s*第?\s*\d+)?\s*段"
    ),
    attendance=(
        late(
            rf"(?P<lead>[^。：:]{{0,300}}?)(?:{_WENT}|出席(?:了)?[^。：:，]{{0,10}}会议的有)[：:]\s*(?P<list>[^。]+)(?:。|$)"
        ),
        late(rf"(?P<lead>(?P<who>[^。：:]{{1,300}}?)){_WENT}(?:。|；|$)"),
    ),
    categories=pairs(
        ("regional_organisations", r"区域(?:经济)?一体化组织|区域组织"),
        ("signatories", r"签署国|签署方"),
        ("observer_states", r"非缔约国|非签署国|观察员国|其他国家"),
        ("states_parties", r"缔约国|缔约方"),
        ("institutes", r"研究所|方案网|学术机构"),
        ("ngos", r"非政府组织|民间社会"),
        ("un_bodies", r"联合国|世界银行|秘书处|专门机构|基金和方案|各基金|方案署"),
        ("igos", r"政府间组织|国际组织|组织"),
        ("other_entities", r"实体|常设观察员"),
    ),
    last=late(r"\s*(?:以及|和|及|与)\s*"),
    place_before=late(r"(?:于|在)$"),
    place_after=late(r"^[^，。；、]{0,12}(?:举行|召开|举办|主办)"),
    recommendations=late(r"建议"),
    counted=late(
        r"(?<![第\d/.\-])(?<!第\s)(?P<n>\d[\d,]*)\s*(?P<more>多|余)?\s*(?:个|项|份|名|场|次|起|位|宗)\s*(?P<noun>[^，。；：、\d（）()]{1,40})"
    ),
    not_counted=late(r"第\s*$"),
    subjects=pairs(
        ("directory.mutual_legal_assistance", r"缔约国(?:负责|的)司法协助(?:事宜)?的?中央机关"),
        ("directory.prevention", r"负责预防事宜的机关"),
        ("directory.asset_recovery", r"资产追回联络点"),
        ("directory.extradition", r"负责引渡事宜的(?:中央)?机关"),
        ("directory.civil_and_administrative", r"民事诉讼.*联络点"),
        ("replies", r"普通照会.{0,12}答复|缔约国的答复|所做答复"),
        ("membership.applications", r"(?:加入|成员)申请|成员申请"),
        ("membership.countries", r"国家的\s*$"),
        ("requests.not_executed", r"请求.{0,6}(?:尚未|仍未|未能|没有|未).{0,6}执行"),
        ("requests.refused", r"请求.{0,6}(?:被|遭到?|遭受?)拒"),
        ("requests.executed", r"请求(?:已经|已|成功|得到)*执行|执行了.*请求"),
        ("requests.sent", r"请求"),
        ("treaties.extradition", r"引渡条约"),
        ("treaties.mutual_legal_assistance", r"司法协助(?:条约|协定)"),
        ("treaties.memorandums", r"谅解备忘录"),
        ("meetings", r"^会议"),
        ("participants", r"^(?:专家|代表|技术专家|与会者)"),
    ),
    as_of=late(
        r"(?P<until>截至|截止)?\s*(?P<year>\d{4})\s*年(?:\s*(?P<half>上半年|下半年)|\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?)?"
    ),
    meeting=late(r"第\s*(?P<n>[一二三四五六七八九十百]+|\d+)\s*(?:次|届)"),
    reports_cited=late(
        r"第\s*(?P<n>[一二三四五六七八九十百]+|\d+)\s*(?:次|届)[^，。；（(]{0,60}报告\s*[（(]\s*(?P<symbol>[A-Z][A-Z0-9/.\-]+)"
    ),
    titled=late(r"[“《](?P<title>[^”]{4,200})[”》]的?(?:说明|文件|报告)\s*[（(]\s*(?P<symbol>[A-Z][A-Z0-9/.\-]+)"),
    adopted=late(r"报告[^。]{0,30}(?:获得|得到)?通过|通过了?(?:本|其)?报告"),
    summary=late(r"^(?:摘要|内容提要|提要)$"),
)
