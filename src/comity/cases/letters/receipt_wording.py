"""What a printed receipt says around its data, in English and in Chinese."""

from __future__ import annotations

from typing import Final

from comity.kernel.languages import Text

TITLE: Final = Text(en="Receipt: {event}", zh="回执：{event}")
REFERENCE: Final = Text(en="Our reference: {reference}", zh="我方编号：{reference}")
PRINTED: Final = Text(en="Printed on {day}", zh="打印日期：{day}")
FOOTER: Final = Text(
    en="Receipt {evidence_id} · a print, not the proof", zh="回执 {evidence_id} · 本件为打印件，并非凭证本身"
)
WHAT_THIS_IS: Final = Text(
    en="This is the print of a receipt that was signed electronically. The signed receipt is attached to this file; it "
    "is the proof, and anybody can check it without the system that made it. What is printed here only says in words "
    "what stands in it.",
    zh="本件为电子签名回执的打印件。经签名的回执附于本文件之内，以其为凭；任何人无需借助制作该回执的系统即可核验。"
    "此处所印仅以文字说明回执的内容。",
)

WHAT_HAPPENED: Final = Text(en="What happened", zh="事件")
EVENT: Final = Text(en="Event", zh="事件名称")
MESSAGE: Final = Text(en="Message", zh="文电")
SENDER: Final = Text(en="Sent by", zh="发送方")
RECIPIENT: Final = Text(en="Sent to", zh="接收方")
RECORDER: Final = Text(en="Recorded and signed by", zh="记录并签名方")
NODE: Final = Text(en="node {node}", zh="节点 {node}")
PERSON: Final = Text(en="Acting officer", zh="经办人")
PERSON_BY: Final = Text(en="authenticated by: {method}", zh="身份验证方式：{method}")
REASON: Final = Text(en="Reason code", zh="原因代码")

WHEN: Final = Text(en="When", zh="时间")
EVENT_TIME: Final = Text(en="By the recorder's clock", zh="依记录方时钟")
KNOWN_TIME: Final = Text(en="Time that a verification shows", zh="核验所示时间")
CLOCKS: Final = {
    "ntp": Text(en="clock disciplined by network time", zh="时钟已通过网络校时"),
    "unproved": Text(en="nothing is known of what disciplined this clock", zh="该时钟是否经过校准不明"),
}
CLOCK_ERROR: Final = Text(en="{clock}, wrong by at most {error} ms", zh="{clock}，误差不超过 {error} 毫秒")
MOMENT: Final = Text(en="{day}, {time} UTC", zh="{day} {time}（协调世界时）")
WHEN_NOTE: Final = Text(
    en="Only a time stamp of an authority outside both parties proves a time. Without one it is the recorder's word.",
    zh="只有双方以外的时间戳机构出具的时间戳才能证明时间；没有时间戳的，时间仅为记录方的陈述。",
)

WHICH_BYTES: Final = Text(en="Which bytes", zh="所涉数据")
BYTES_NOTE: Final = Text(
    en="Sizes and digests of the sealed files, as they travelled.", zh="以下为加密文件传送时的大小和摘要。"
)
NO_BYTES: Final = Text(
    en="The message went by letter: there is no sealed file. How it travelled is what an officer recorded.",
    zh="该文电以信函方式递送，没有加密文件；传递方式仅为经办人的记录。",
)
PACKAGE: Final = Text(en="Package with the message", zh="载有该文电的文件包")
BLOB: Final = Text(en="Item of evidence {number}", zh="证据 {number}")
SIZE: Final = Text(en="{size} bytes", zh="{size} 字节")

VALIDATION: Final = Text(en="What the recorder says to have checked", zh="记录方声明已作的核查")
VERIFIED: Final = Text(en="What we found when this was printed", zh="打印时的核验结果")
CHECK: Final = Text(en="Check", zh="核查事项")
RESULT: Final = Text(en="Result", zh="结果")
DETAIL: Final = Text(en="Seen", zh="所见")
OUTCOMES: Final = {
    True: Text(en="Valid, verified on {time}.", zh="有效，核验于 {time}。"),
    False: Text(en="NOT VALID, verified on {time}. Do not rely on it.", zh="无效，核验于 {time}。请勿采信。"),
    None: Text(
        en="Could not be told on {time}: the key of its recorder is not confirmed here.",
        zh="于 {time} 核验，无法判定：记录方的密钥未在本节点确认。",
    ),
}
KEY: Final = Text(en="Key that signed", zh="签名密钥")

PLACE: Final = Text(en="Its place in the recorder's chain", zh="在记录方回执链中的位置")
CHAIN: Final = Text(en="Chain", zh="回执链")
NUMBER: Final = Text(en="Number", zh="序号")
BEFORE: Final = Text(en="SHA-256 of the item before", zh="前一项的 SHA-256")
FIRST: Final = Text(en="none: it is the first", zh="无：此为第一项")
OWN_DIGEST: Final = Text(en="SHA-256 of this receipt", zh="本回执的 SHA-256")

HOW: Final = Text(en="How to verify it without us", zh="如何自行离线核验")
TAKE_OUT: Final = Text(
    en="Save the files attached to this PDF into one folder; every PDF reader lists them as attachments:\n{files}",
    zh="将本 PDF 所附文件另存于同一文件夹，各种 PDF 阅读器均可在“附件”中列出：\n{files}",
)
COMPARE: Final = Text(
    en="Compare the fingerprint of each key file (comity keys fingerprint FILE) with its authority by another way, "
    "such as by telephone. Here they were:\n{digits}",
    zh="通过电话等其他途径，与各机关核对其密钥文件的指纹（comity keys fingerprint 文件名）。本节点所见为：\n{digits}",
)
RUN: Final = Text(
    en="Run this one command; it needs no network and no database:\n{command}",
    zh="运行以下一条命令；无需网络和数据库：\n{command}",
)
DEMO: Final = Text(
    en="This node is a demonstration: --demo lets its time stamps count, which prove nothing elsewhere.",
    zh="本节点为演示节点：加上 --demo 方可采信其时间戳，该时间戳在他处不具证明力。",
)
PROVES: Final = Text(
    en="The receipt proves that its recorder witnessed the event with exactly these bytes, and that nothing in it was "
    "changed since. It does not prove that what the message says is true.",
    zh="该回执证明记录方见证了就上述数据发生的事件，且回执自签名以来未作任何改动；并不证明文电所述内容属实。",
)
ATTACHED_RECEIPT: Final = Text(en="The signed receipt", zh="经签名的回执")
ATTACHED_KEYS: Final = Text(en="Key file of {name}", zh="{name}的密钥文件")
