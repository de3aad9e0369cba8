"""What each kind of alarm means, in words: what happened, what it may mean, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comity.core.parts import Words

_CALL: Final = _("Telephone the counterpart at a number known from elsewhere, not from a message.")
_SUSPEND: Final = _("Suspend the exchange with this counterpart until you know, if you cannot reach anybody.")
_COMPARE: Final = _("Ask which number and digest its node shows at this place, and compare with the evidence below.")
_KEYS: Final = _("Ask who has had the node's keys, and whether they were copied. If so, new key files are needed.")
_RESTORED: Final = _("Ask whether its node was restored from a backup, by whom and when.")


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """The words for one kind of alarm; `steps` in order."""

    title: Words
    what: Words
    means: Words
    steps: tuple[Words, ...]


OTHER: Final = AlarmWords(
    _("Signed items contradict one another"),
    _("The counterpart signed something that cannot stand beside what it signed before."),
    _("A fault of its node, or somebody else uses its keys."),
    (_CALL, _COMPARE, _KEYS, _SUSPEND),
)
WORDS: Final[dict[str, AlarmWords]] = {
    "E_CHAIN_HEAD": AlarmWords(
        _("Two views of one chain"),
        _("The counterpart's signed statement names another item at a place of a chain than the one that we hold."),
        _("Somebody was shown another story: a forged item, stolen keys, or a node that was put together wrongly."),
        (_CALL, _COMPARE, _KEYS, _SUSPEND),
    ),
    "E_DIRECTORY_SPLIT": AlarmWords(
        _("Two views of one key directory"),
        _("The counterpart saw another state of the key directory than this node, under the same number."),
        _(
            "Whoever runs the directory, or holds its key, shows one of you something false: keys that were withdrawn, "
            "perhaps. Or what the counterpart's node says is not so."
        ),
        (
            _CALL,
            _("Read the number and both digests out to each other, and hear what its node shows."),
            _(
                "Telephone the secretariat that runs the directory, at a number known from elsewhere, and other "
                "authorities: which digest do they see under this number?"
            ),
            _(
                "Bring no keys from the directory until you know. This node takes nothing from it meanwhile; what was "
                "verified before stays in force. If it lied, leave it."
            ),
        ),
    ),
    "E_CHAIN": AlarmWords(
        _("Two items at one place of a chain"),
        _("The counterpart signed two different items with the same number, or one that follows an unknown item."),
        _("Whoever signs has told two stories. An honest node does this only after a restore that was done wrongly."),
        (_CALL, _COMPARE, _RESTORED, _KEYS, _SUSPEND),
    ),
    "E_ID_REUSED": AlarmWords(
        _("A message id with other bytes"),
        _("A message arrived under the id of an earlier one, with other content. It was refused and set aside."),
        _("An attempt to replace a message after it was signed for, or a fault of the counterpart's node."),
        (_CALL, _("Ask which of the two messages it meant to send."), _KEYS, _SUSPEND),
    ),
    "E_HEAD_BACK": AlarmWords(
        _("The counterpart shows an older state"),
        _("It no longer names an item that it signed for, in two statements one after the other."),
        _("Its node lost what it had: a restore from a backup that it did not announce, or an old copy that answers."),
        (_CALL, _RESTORED, _COMPARE, _("Agree that the lost messages are sent again.")),
    ),
    "E_CHAIN_RESTART": AlarmWords(
        _("The counterpart begins a new chain"),
        _("It says that it was restored from a backup. What it may have lost is offered to it again by itself."),
        _("An honest restore, as a rule. The same words could be said by somebody who wants to be forgotten."),
        (_CALL, _RESTORED, _("Ask whether everything that you sent since has arrived again.")),
    ),
    "E_LOST_MESSAGE": AlarmWords(
        _("A message of ours that we no longer know"),
        _("The counterpart holds a receipt for a message of ours that is not in this node since it was restored."),
        _("It was sent after the backup was made. The act behind it is missing here and stands on the other side."),
        (_CALL, _("Ask what the message said, and take the step again here or correct it there.")),
    ),
}


def words_for(code: str) -> AlarmWords:
    """Return the words for a kind of alarm."""
    return WORDS.get(code, OTHER)
