"""Laws of the demo's two invented States and digests of invented cases: nobody and nothing in them is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from comity.kernel.clock import utc_now

# place, number, its title and text in two languages, article of the Convention with the place in the law
LAWS: Final = (
    (
        "XA", "Act 7 of XA", "Act of XA on Mutual Legal Assistance (written for the demonstration)",
        "XA 司法协助法（为演示而编写）",
        (
            "1. The Central Authority receives, executes and transmits requests for mutual legal assistance.\n\n"
            "2. Assistance is not refused on the ground of bank secrecy.\n\n"
            "3. Where no treaty applies, the Convention against Corruption is the legal basis.\n"
        ),
        (
            "1. 中央机关接收、执行和转递司法协助请求。\n\n2. 不得以银行保密为由拒绝提供协助。\n\n"
            "3. 没有可适用的条约时，以《联合国反腐败公约》为法律依据。\n"
        ),
        [("uncac:46(13)", "1"), ("uncac:46(8)", "2"), ("uncac:46(7)", "3")],
    ),
    (
        "XB", "Law 12 of XB", "Law of XB on the Recovery of Assets (written for the demonstration)",
        "XB 资产追回法（为演示而编写）",
        (
            "1. A court orders the freezing of property at the request of another State.\n\n"
            "2. Confiscated property is returned to the State that asked for it.\n"
        ),
        "1. 法院可应另一国的请求下令冻结财产。\n\n2. 没收的财产应返还请求国。\n",
        [("uncac:54(2)(a)", "1"), ("uncac:57(3)", "2")],
    ),
)  # fmt: skip
DIGESTS: Final = (
    (
        "en", "Bank records within three weeks (an invented case)",
        "XA asked XB for the records of one account. All names were left out.",
        "A draft was shown first; what was missing was added before the request was sent.",
        "Show the draft before you send it.",
    ),
    (
        "zh", "三周内取得银行记录（虚构案例）", "XA 请求 XB 提供一个账户的记录。所有姓名均已略去。",
        "正式提出请求之前先送交草稿，并补齐了所缺内容。", "正式提出请求之前，先请对方看草稿。",
    ),
)  # fmt: skip


def fill_laws() -> None:
    """Enter the laws, and write, give to a second person and publish the digests, in this process's node."""
    from comity.core.actors import Actor  # noqa: PLC0415 (models exist only once the node is entered)
    from comity.core.officers.queries import officers_with  # noqa: PLC0415 (the same)
    from comity.core.roles import Role  # noqa: PLC0415 (the same)
    from comity.library.digests.actions import (  # noqa: PLC0415 (the same)
        Content,
        publish_digest,
        submit_digest,
        write_digest,
    )
    from comity.library.legislation.actions import Reported, report_law, report_version  # noqa: PLC0415 (the same)

    now = utc_now()
    keeper, writer = (Actor.of_officer(officers_with(role)[0]) for role in (Role.HEAD, Role.ADMINISTRATOR))
    for place, number, title, chinese_title, english, chinese, provisions in LAWS:
        texts = [
            Reported(
                raw=text.encode(), name=f"{place}.txt", media_type="text/plain", in_force_from=date(2029, 1, 1),
                reported_on=now.date() - timedelta(days=days), source=f"Note of {place}, invented",
                provisions=provisions, title=its_title,
            )
            for text, its_title, days in ((english, "", 30), (chinese, chinese_title, 20))
        ]  # fmt: skip
        law = report_law(
            actor=keeper, place=place, kind="statute", title=title, number=number, reported=texts[0], now=now
        )
        report_version(actor=keeper, law_id=law.pk, reported=texts[1], now=now)
    for language, title, facts, course, lessons in DIGESTS:
        content = Content(
            title=title, language=language, year=2025, subject="mla", outcome="granted", states=["XA", "XB"],
            articles=["uncac:46(3)(f)"], instruments="", facts=facts, course=course, lessons=lessons,
        )  # fmt: skip
        made = write_digest(actor=writer, digest_id=None, content=content, now=now)
        submit_digest(actor=writer, digest_id=made.pk, now=now)
        publish_digest(actor=keeper, digest_id=made.pk, now=now)
