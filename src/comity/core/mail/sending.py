"""Hand one message to the authority's own mail server. Nothing in it comes from a case."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from comity.core.mail import rules
from comity.core.mail.rules import MailError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.kernel.languages import Text

TIMEOUT = 30.0
REFUSED_FOR_GOOD = 500


def is_set_up() -> bool:
    """Return whether a mail server is set."""
    return bool(settings.NODE.smtp_host)


def compose(to: str, language: str, *, at: datetime, subject: Text, body: Text) -> EmailMessage:
    """Return a message in the officer's language: the node's address, and where to switch messages off.

    Raises:
        MailError: `E_MAIL_ADDRESS` for an address that would break a header.
    """
    node = settings.NODE
    page = node.url.rstrip("/") + reverse("mail")
    found = plain(
        to, at=at, subject=subject.get(language), body=body.get(language).format(node=node.url, settings=page)
    )
    found["List-Unsubscribe"] = f"<{page}>"
    return found


def plain(to: str, *, at: datetime, subject: str, body: str) -> EmailMessage:
    """Return a message of the node to somebody; what it says is for its caller, and never comes from a case.

    Raises:
        MailError: `E_MAIL_ADDRESS` for an address that would break a header.
    """
    node = settings.NODE
    rules.check_address(to)
    found = EmailMessage()
    found["Subject"] = subject
    found["From"] = Address(display_name="Comity", addr_spec=node.mail_from)
    found["To"] = Address(addr_spec=to)
    found["Date"] = format_datetime(at)
    found["Message-ID"] = make_msgid(domain=rules.host_of(node.url))
    found["Auto-Submitted"] = "auto-generated"
    found["X-Auto-Response-Suppress"] = "All"
    found.set_content(body)
    return found


def send(message: EmailMessage) -> None:
    """Hand a message over; returning means that the server has taken it.

    Raises:
        MailError: `E_MAIL_OFF`, `E_MAIL_DEAD` if it refuses the address for good, else `E_MAIL`, to be tried again.
    """
    try:
        with server() as smtp:
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        if all(code >= REFUSED_FOR_GOOD for code in codes):
            raise MailError("E_MAIL_DEAD", f"the server refuses the address ({min(codes)})", permanent=True) from None
        raise MailError("E_MAIL", f"the server does not take the address now ({min(codes)})") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError("E_MAIL", _told(error)) from None


@contextmanager
def server() -> Iterator[smtplib.SMTP]:
    """Open the connection as the settings say: TLS with a certificate that is checked, then sign in if a user is set.

    Raises:
        MailError: `E_MAIL_OFF`.
        OSError, smtplib.SMTPException: as it fails.
    """
    node = settings.NODE
    if not node.smtp_host:
        raise MailError("E_MAIL_OFF", "no mail server is set")
    context = ssl.create_default_context(cafile=str(node.smtp_ca) if node.smtp_ca else None)
    if node.smtp_security == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(node.smtp_host, node.smtp_port, timeout=TIMEOUT, context=context)
    else:
        made = smtplib.SMTP(node.smtp_host, node.smtp_port, timeout=TIMEOUT)
    with made as smtp:
        if node.smtp_security == "starttls":
            smtp.starttls(context=context)
        if node.smtp_user:
            smtp.login(node.smtp_user, node.smtp_password.get_secret_value())
        yield smtp


def look() -> None:
    """See that the server answers and lets us in.

    Raises:
        MailError: `E_MAIL_OFF`, `E_MAIL`.
    """
    try:
        with server() as smtp:
            smtp.noop()
    except (smtplib.SMTPException, OSError) as error:
        raise MailError("E_MAIL", _told(error)) from None


def _told(error: Exception) -> str:
    """Return what may be kept of a failure: its kind and the server's code, never a text with an address in it."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
