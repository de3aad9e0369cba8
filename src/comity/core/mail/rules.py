"""When a message is due, and what may stand in one: pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from comity.kernel.errors import ComityError
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

GAP = timedelta(minutes=15)  # at once means: no more often than this

SUBJECT = Text(en="Something waits for you", zh="有事项等待您处理")
TEST_SUBJECT = Text(en="Test message", zh="测试邮件")
BODY = Text(
    en=(
        "There is something to do for you. Sign in to see what it is:\n\n    {node}\n\n"
        "This message says no more on purpose, and nothing can be answered to it.\n"
        "You receive it because you chose so. To change that or to receive no more: \n\n    {settings}\n"
    ),
    zh=(
        "有事项等待您处理。请登录查看：\n\n    {node}\n\n"
        "本邮件有意不写明具体内容，也请勿回复。\n"
        "您收到本邮件是因为您作了这样的选择。如需更改或者不再接收，请打开：\n\n    {settings}\n"
    ),
)
TEST_BODY = Text(
    en="You asked for this test message on your page of e-mail notices:\n\n    {settings}\n",
    zh="您在电子邮件通知页面上要求发送本测试邮件：\n\n    {settings}\n",
)


class MailError(ComityError):
    """A message that could not be handed over.

    Codes: `E_MAIL_OFF` no server is set; `E_MAIL` the server did not take it now; `E_MAIL_DEAD` it refuses the address
    for good; `E_MAIL_ADDRESS` an address that cannot be one.
    """

    def __init__(self, code: str, detail: str, *, permanent: bool = False) -> None:
        super().__init__(code, detail, permanent=permanent)


def check_address(text: str) -> None:
    """Raise MailError `E_MAIL_ADDRESS` for what would break out of a header, or is plainly no address.

    An address is one line of printable ASCII with one `@` and a name on either side.
    """
    before, at, after = text.rpartition("@")
    plain = text.isascii() and all(33 <= ord(one) < 127 for one in text) and not set(text) & set('<>,;:"()[]\\')  # noqa: PLR2004
    if not plain or not at or not before or "@" in before or "." not in after.strip("."):
        raise MailError("E_MAIL_ADDRESS", "not an address", permanent=True)


def is_due(*, daily: bool, hour: int, now: datetime, last: datetime | None, zone: tzinfo) -> bool:
    """Return whether a message may go now: at once, but not twice within `GAP`; daily, once from that hour on.

    Args:
        daily: whether the officer wants one message a day.
        hour: of the day, in `zone`, from which that one goes.
        now: the time.
        last: when the last message went; one in the future is of a clock that was wrong and counts for nothing.
        zone: the officer's time zone.
    """
    last = None if last is not None and last > now else last
    if not daily:
        return last is None or now - last >= GAP
    local = now.astimezone(zone)
    return local.hour >= hour and (last is None or last.astimezone(zone).date() < local.date())


def host_of(url: str) -> str:
    """Return the host of the node's address, for the names of messages."""
    return urlsplit(url).hostname or "localhost"
