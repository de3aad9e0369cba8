"""Passkeys: what they sign must have been signed at this node's own address, not at one that looks like it.

The library accepts any origin that may use the node's name, its subdomains and other ports among them, and without
`COMITY_PRODUCTION` any origin at all. Here it is this node's address, letter by letter.
"""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

if TYPE_CHECKING:
    from django.http import HttpRequest

REFUSED = _("The passkey was not accepted. Try once more, or use another way.")
ELSEWHERE = _(
    "This passkey was used at another address than the one of this node. Type the address yourself and try again; "
    "if it happens once more, tell your administrator."
)


def demand_own_origin(credential: Any) -> None:
    """Refuse what a passkey signed elsewhere, or what is no answer of a passkey: ValidationError."""
    try:
        said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        origin, crossed = said["origin"], said.get("crossOrigin", False)
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, RecursionError):
        raise ValidationError(REFUSED, code="passkey") from None
    if crossed is not False or not isinstance(origin, str) or origin not in own_origins(context.request):
        raise ValidationError(ELSEWHERE, code="origin")


def own_origins(request: HttpRequest) -> set[str]:
    """Return the addresses of this node: the one that is asked for now, and the one in its settings."""
    scheme = "https" if settings.NODE.production else request.scheme
    configured = urlsplit(settings.NODE.url)
    return {f"{scheme}://{request.get_host()}", f"{configured.scheme}://{configured.netloc}"}
