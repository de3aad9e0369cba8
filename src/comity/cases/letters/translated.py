"""The letter of request in another language: printed from the translated data by the same template, and not signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from comity.cases.letters.render import render
from comity.cases.letters.request import request_paper
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.cases.letters.document import Paper

LANGUAGES: Final = {"en": Text("English", "英文"), "zh-hans": Text("Chinese", "中文")}
NAME: Final = Text("The request in translation: {language}", "请求书译文：{language}")
BANNER: Final = Text(
    "Translation. The letter that is signed is the one in {language}.", "译文。经签署的请求书为{language}本。"
)
NOTE: Final = Text(
    "This translation was checked by a second person of the requesting authority. It is not signed.",
    "本译文经请求机关另一名工作人员核对，未经签署。",
)


def translation_name(language: str, into: str) -> str:
    """Return what the translation is called among the annexes, in the language of the letter."""
    return NAME.get(language).format(language=LANGUAGES[into].get(language))


def translated_paper(request: Mapping[str, Any], *, own: str, at: datetime) -> Paper:
    """Return the letter in translation as a paper.

    Args:
        request: the request with its translations in the place of its words, in the shape of RequestV1.
        own: the language of the letter that is signed.
        at: when it is printed.
    """
    language = str(request["language"])
    paper = request_paper(request, at=at)
    told = BANNER.get(language).format(language=LANGUAGES[own].get(language))
    return replace(
        paper,
        banner="\n".join(part for part in (told, paper.banner) if part),
        signatories=(),
        signature_note=NOTE.get(language),
    )


def render_translation(request: Mapping[str, Any], *, own: str, at: datetime) -> bytes:
    """Return the letter in translation as PDF. Raises LetterError."""
    return render(translated_paper(request, own=own, at=at), at=at)
