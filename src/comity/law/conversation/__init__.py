"""Both sides of a case at once: what every message does to the step and the measures of its sender and its receiver.

Each side keeps a `Position`. `send` and `receive` give the next one, or raise RuleViolation `out_of_step`. The step is
worked out from what both sides know (open questions, deliveries without receipt, states of the measures), so that
once every message has arrived both sides name the same side to act, whatever crossed on the way:

- a result or refusal of the requested State prevails over a withdrawal that crossed it;
- an answer that arrives after the decision changes nothing;
- a delivery that reaches a closed case opens it until it is receipted, and so does a supplementary request;
- what one side asks of the other beside the measures (costs, consent, views) is a matter: open until it is answered.

`position` says what is known, `rules` what each message of the main journey does, `turns` what the others do, and
`resting` whose turn it is afterwards.
"""

from __future__ import annotations

from comity.law.conversation.position import (
    BEFORE_SENDING,
    BY_REQUESTED,
    EITHER,
    Message,
    Position,
    Said,
    Side,
    granted,
    handed_over,
    ready,
)
from comity.law.conversation.rules import askable, receive, send
from comity.law.conversation.turns import MATTERS, Matter

__all__ = [
    "BEFORE_SENDING",
    "BY_REQUESTED",
    "EITHER",
    "MATTERS",
    "Matter",
    "Message",
    "Position",
    "Said",
    "Side",
    "askable",
    "granted",
    "handed_over",
    "ready",
    "receive",
    "send",
]
