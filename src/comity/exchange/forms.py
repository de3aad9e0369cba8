"""Forms about counterparts: a key file as text or as a file, digits as they were read out, an authority by letter."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.core.language_fields import LanguagesField
from comity.directory.signed import LIMIT as EDITION_LIMIT
from comity.exchange.letter_peers import LetterPeer
from comity.seal.errors import TEXTS
from comity.seal.fingerprints import DIGITS, GROUPS
from comity.seal.keydirectory.layout import MAX_METADATA
from comity.seal.keyfile import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict
    from django.utils.functional import Promise

    from comity.exchange.models import Peer
    from comity.kernel.errors import ComityError

COUNT: Final = GROUPS * DIGITS
NOT_A_KEY_FILE: Final = _(
    "This is not a key file, or not a whole one. Copy it again from the first character to the last, "
    "or upload the file."
)
SENTENCES: Final[dict[str, str | Promise]] = {
    "E_SYNTAX": NOT_A_KEY_FILE,
    "E_SIZE": NOT_A_KEY_FILE,
    "E_SIGNATURE": _("The file is not signed by the keys it names: it was altered on its way. Ask for it again."),
    "E_PEER": _("This is the key file of this node itself. Bring the one that the other authority gave you."),
    "E_REPLAY": _("This file is not newer than the one that was confirmed before. Ask for the newest one."),
    "E_ADDRESS": _("This is not an address that the node may call: a plain address of HTTPS, outside your network."),
    "E_FINGERPRINT": _(
        "These are not the digits of the file. Have all forty read out once more. If they differ again, decline: the "
        "file may come from somebody else."
    ),
}


def explain(error: ComityError) -> str:
    """Return what to tell the person about an error of the exchange or of a seal."""
    if error.code in SENTENCES:
        return str(SENTENCES[error.code])
    if error.code in TEXTS:
        return TEXTS[error.code].get(get_language() or "en")
    return str(NOT_A_KEY_FILE)


class KeyFileForm(forms.Form):
    """A key file, pasted or uploaded."""

    text = forms.CharField(
        label=_("Key file as text"),
        required=False,
        max_length=LIMIT,
        help_text=_("One long line that begins with a curly bracket and ends with one."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}),
    )
    file = forms.FileField(
        label=_("Key file"), required=False, help_text=_("A small file, mostly with the ending .json; at most 256 KiB.")
    )

    @property
    def source(self) -> str:
        """Name of the field that was filled."""
        return "file" if self.cleaned_data.get("file") else "text"

    @property
    def raw(self) -> bytes:
        """The key file, without the line end that editors add."""
        given = self.cleaned_data.get("file")
        content: bytes = given.read() if given else self.cleaned_data["text"].encode()
        return content.strip()

    def clean(self) -> dict[str, Any]:
        """Demand one of the two and no more than is read of a key file."""
        data = super().clean() or {}
        given, text = data.get("file"), data.get("text")
        if self.errors:
            return data
        if given and text:
            self.add_error("file", _("Paste the text or upload the file, not both."))
        elif given and given.size > LIMIT:
            self.add_error("file", NOT_A_KEY_FILE)
        elif not given and not text:
            self.add_error("text", _("Paste the key file here, or upload it below."))
        return data


class DigitsForm(forms.Form):
    """Forty digits, as somebody read them out."""

    digits = forms.CharField(
        label=_("The forty digits, as the counterpart reads them out"),
        max_length=200,
        help_text=_("Eight groups of five. Blanks do not matter."),
        widget=forms.TextInput(
            attrs={"class": "code fingerprint", "autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def clean_digits(self) -> str:
        """Take digits of any width, and count them."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["digits"])
        plain = "".join(typed.replace("-", " ").split())
        if not (plain.isascii() and plain.isdigit()):
            raise forms.ValidationError(_("Enter digits only."))
        if len(plain) != COUNT:
            raise forms.ValidationError(
                ngettext(
                    "Forty digits are needed; this is %(count)s digit.",
                    "Forty digits are needed; these are %(count)s digits.",
                    len(plain),
                )
                % {"count": len(plain)}
            )
        return plain


class LetterPeerForm(forms.Form):
    """An authority that is reached by letter."""

    state = PlainTextField(label=_("State"), max_length=80, help_text=_("As letters name it."))
    name_en = PlainTextField(label=_("Name of the authority in English"), max_length=200)
    name_zh = PlainTextField(label=_("Name of the authority in Chinese"), max_length=200, required=False)
    address = PlainTextField(
        label=_("Postal address"), max_length=1000, help_text=_("Line by line, as it stands on an envelope."), rows=4
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    languages = LanguagesField(label=_("Languages it accepts"), required=False)
    channel_notes = PlainTextField(
        label=_("What to know about the channels"),
        max_length=2000,
        required=False,
        help_text=_("Such as: only through the diplomatic channel; urgent requests through INTERPOL."),
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("LanguagesField", self.fields["languages"]).offer(self.initial.get("languages", ()))

    @classmethod
    def initial_of(cls, peer: Peer) -> dict[str, str | list[str]]:
        """Return what the form shows of a counterpart that is known."""
        return {
            "state": peer.state,
            "name_en": peer.names.get("en", ""),
            "name_zh": peer.names.get("zh-hans", ""),
            "address": peer.address,
            "email": peer.email,
            "languages": peer.languages,
            "channel_notes": peer.channel_notes,
        }

    @property
    def about(self) -> LetterPeer:
        """What was typed."""
        given = self.cleaned_data
        names = {"en": given["name_en"], "zh-hans": given["name_zh"]}
        return LetterPeer(
            state=given["state"],
            names={tag: name for tag, name in names.items() if name},
            address=given["address"],
            email=given["email"],
            languages=tuple(given["languages"]),
            channel_notes=given["channel_notes"],
        )


class NodeForm(forms.Form):
    """The node by which an authority by letter is reached now."""

    node = forms.ChoiceField(label=_("Its node"), widget=forms.RadioSelect())

    def __init__(self, data: QueryDict | None, *, nodes: Iterable[Peer], language: str) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["node"])
        field.choices = [(one.node_id, f"{one.state} – {one.name_in(language)} ({one.node_id})") for one in nodes]


class FindingForm(forms.Form):
    """What was found out about an alarm."""

    text = PlainTextField(
        label=_("What was found out"),
        max_length=4000,
        help_text=_(
            "Whom you telephoned and when, what both sides compared, what the cause was. No names from cases: "
            "administrators and auditors read this."
        ),
        rows=6,
    )


class ReturnForm(forms.Form):
    """Why a finding is returned."""

    reason = PlainTextField(label=_("What is missing, if you return it"), max_length=2000, rows=3)


class RootForm(forms.Form):
    """The root of a key directory, and where the directory is reached."""

    file = forms.FileField(
        label=_("Root of the directory"),
        help_text=_("The file 1.root.json, or a later one, as the secretariat gave it to you; at most 500 KiB."),
    )
    url = forms.CharField(
        label=_("Address of the directory"),
        required=False,
        max_length=2048,
        help_text=_("Such as https://hub.example/directory. Leave it empty where updates come on a stick alone."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        """Read no more than a root ever has."""
        given = self.cleaned_data["file"]
        if given.size > MAX_METADATA:
            raise forms.ValidationError(_("This is not the root of a key directory, or not signed as it must be."))
        return given

    @property
    def raw(self) -> bytes:
        """The root."""
        content: bytes = self.cleaned_data["file"].read()
        return content


class HubKeyForm(forms.Form):
    """The key file of a hub, and where the hub is reached."""

    file = forms.FileField(
        label=_("Key file of the hub"),
        help_text=_("The file that the hub gives out under /authorities/hub.json; it holds public keys alone."),
    )
    url = forms.CharField(
        label=_("Address of the hub"),
        max_length=2048,
        required=False,
        help_text=_(
            "Such as https://hub.example, without anything behind it. Left empty where it comes on a stick alone."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def raw(self) -> bytes:
        """The key file."""
        content: bytes = self.cleaned_data["file"].read(LIMIT + 1)
        return content


class EditionFileForm(forms.Form):
    """An edition of the hub's directory as a file."""

    file = forms.FileField(
        label=_("Edition of the directory"),
        help_text=_("As the hub gives it out under /authorities/directory.json or /authorities/directory.age."),
    )

    def clean_file(self) -> bytes:
        """Return the bytes of the file; one that is too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > EDITION_LIMIT:
            raise forms.ValidationError(_("The file is too large: at most 16 megabytes are taken."))
        return bytes(file.read())


class DirectoryFindingForm(forms.Form):
    """What was found out about an alarm of the directory."""

    finding = PlainTextField(label=_("What was found out"), max_length=4000, rows=3)
