"""What a task sheet says around its data, in English and in Chinese."""

from __future__ import annotations

from comity.kernel.languages import Text

TITLE = Text(en="Task sheet", zh="协助执行任务单")
REFERENCE = Text(en="Our reference: {reference}\nSheet {number}", zh="我方编号：{reference}\n第 {number} 份")
FOOTER = Text(en="{reference} · task sheet {number}", zh="{reference} · 任务单第 {number} 份")
CONFIDENTIAL = Text(
    en="Confidential: keep the fact and substance of this request secret, except as far as you must act on it "
    "(art. 46(20)). Tell nobody whom it concerns.",
    zh="保密：除执行本任务所必需外，请对本请求的存在和内容予以保密（第四十六条第二十款）。不得告知所涉人员。",
)
OPENING = Text(
    en="We execute a request for mutual legal assistance under the United Nations Convention against Corruption "
    "(art. 46). This sheet says what is asked of your office, and nothing else of the request. Do it as your law "
    "allows and in the way described, where your law does not forbid that (art. 46(17)).",
    zh="我机关正在执行一项根据《联合国反腐败公约》提出的司法协助请求（第四十六条）。本任务单仅载明请贵机关办理的事项，不涉及请求"
    "的其他内容。请依照本国法律办理；在不违反本国法律的情况下，请按所述程序办理（第四十六条第十七款）。",
)
AGAIN = Text(en="What is still missing", zh="尚缺内容")
WHAT = Text(en="What is asked of you", zh="请贵机关办理的事项")
MEASURE = Text(en="Measure", zh="协助事项")
INSTRUCTIONS = Text(en="Instructions", zh="办理要求")
WHEN = Text(en="By when", zh="办理期限")
BY = Text(en="Please answer by {day}.", zh="请于 {day}前答复。")
SOON = Text(en="Please answer as soon as you can.", zh="请尽快答复。")
HOW = Text(en="How you answer", zh="答复方式")
CODE = Text(en="QR code of the address for your answer", zh="答复网址的二维码")
SCAN = Text(
    en="Scan the code, or type this address into a browser:\n{link}",
    zh="请扫描二维码，或者在浏览器中输入以下网址：\n{link}",
)
STEPS = (
    Text(
        en="The address works once, until {until}. Send everything together: a short text, and files of any kind "
        "except programs.",
        zh="该网址仅可使用一次，有效期至 {until}。请将简要说明和全部文件一并提交；除程序外，文件种类不限。",
    ),
    Text(
        en="Whoever has this sheet can answer in your name: keep it as you keep the file, and do not copy the address.",
        zh="持有本任务单者即可以贵机关名义答复：请按案卷妥善保管，不要转抄网址。",
    ),
    Text(
        en="If the address no longer works, or you would rather answer on paper, tell the authority above: it sends "
        "you a new sheet, or takes your answer by post.",
        zh="如网址已失效，或者贵机关拟以书面答复，请联系上述机关：该机关将另发任务单，或者接收寄送的答复。",
    ),
)
SEALED = Text(
    en="Sealed by {authority}. The seal is inside this file and shows that nothing in it was changed.",
    zh="本文件由 {authority} 加盖电子印章。印章载于本文件之内，可据以核验内容未被改动。",
)
