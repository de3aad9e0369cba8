"""Coded refusals: what a code means over HTTP, whether to try again, and its sentence in six languages.

A refusal tells the caller what to do and an eavesdropper nothing: no names, no numbers of cases, no details.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.wire.errors import Refused, WireError
from comity.wire.refusal_texts import SENTENCES

if TYPE_CHECKING:
    from comity.kernel.languages import Text

Retry = Literal["never", "later"]

REFUSAL_LIMIT = 128 * 1024  # bytes of an answer that refuses, a receipt included
CODE_LIMIT = 40  # characters


@dataclass(frozen=True, slots=True)
class Refusal:
    """One coded refusal.

    Attributes:
        code: stable identifier such as `E_SIGNATURE`.
        status: HTTP status (400-599).
        retry: whether sending the same bytes again can ever help.
        text: the sentence for people.
    """

    code: str
    status: int
    retry: Retry
    text: Text


_UNPROCESSABLE = 422
_STATUS: Final[dict[str, int]] = {
    "E_SIZE": 413,
    "E_SYNTAX": 400,
    "E_SIGNATURE": 401,
    "E_RECIPIENT": 421,
    "E_SENDER": 403,
    "E_CHAIN": 409,
    "E_REPLAY": 409,
    "E_ID_REUSED": 409,
    "E_ID": 400,
    "E_NODE": 400,
    "E_TIME_FORMAT": 400,
    "E_PEER": 403,
    "E_STORE": 507,
    "E_QUOTA": 429,
    "E_TICKET": 401,
    "E_RANGE": 416,
    "E_INCOMPLETE": 409,
    "E_UNKNOWN": 404,
    "E_METHOD": 405,
    "E_LENGTH": 411,
    "E_BUSY": 503,
    "E_INTERNAL": 500,
    "E_REPEATED": 409,
    "E_STATE": 409,
}  # all others: 422
_LATER: Final = frozenset({
    "E_TIME",
    "E_DIGEST",
    "E_KEY",
    "E_PEER",
    "E_STORE",
    "E_QUOTA",
    "E_TICKET",
    "E_RANGE",
    "E_INCOMPLETE",
    "E_BUSY",
    "E_INTERNAL",
})  # fmt: skip

REFUSALS: Final[dict[str, Refusal]] = {
    code: Refusal(code, _STATUS.get(code, _UNPROCESSABLE), "later" if code in _LATER else "never", text)
    for code, text in SENTENCES.items()
}


def refusal_of(code: str) -> Refusal:
    """Return the refusal for `code`; a code of a higher layer, of a rule of law say, gets the general sentence."""
    found = REFUSALS.get(code)
    if found is not None:
        return found
    general = REFUSALS["E_REFUSED"]
    return Refusal(code, general.status, general.retry, general.text)


def dump_refusal(code: str, language: str = "en", *, receipt: str = "") -> bytes:
    """Write the body of a refusal; `receipt` is a signed receipt in its text form, where there is one."""
    refusal = refusal_of(code)
    body = {"code": code, "message": refusal.text.get(language), "retry": refusal.retry}
    return strictjson.dumps(body | ({"receipt": receipt} if receipt else {}))


def parse_refusal(raw: bytes, status: int) -> tuple[Refused, str]:
    """Read the body of a refusal from a peer: the error to raise, and the receipt that came with it or an empty text.

    The peer's sentence is not kept: ours in the reader's language is shown for the code.

    Raises:
        WireError: `E_SYNTAX` or `E_SIZE` when it is not a refusal in our form.
    """
    try:
        body = strictjson.loads_object(raw, limit=REFUSAL_LIMIT)
    except KernelError as error:
        raise WireError(error.code, error.detail) from None
    code, retry, receipt = body.get("code"), body.get("retry"), body.get("receipt", "")
    wellformed = isinstance(code, str) and code.isascii() and code.isidentifier() and len(code) <= CODE_LIMIT
    if not wellformed or retry not in {"never", "later"} or not isinstance(receipt, str):
        raise WireError("E_SYNTAX", "not a refusal")
    return Refused(str(code), "refused by the peer", permanent=retry == "never", status=status), receipt
