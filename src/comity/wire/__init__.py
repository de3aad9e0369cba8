"""What nodes say to each other: one frozen dataclass for each kind of message, read strictly or not at all.

Words: a *record* is a part of a message, a *message* is a record with a kind, a *refusal* is a code with its
sentence in six languages. Start reading at `kinds.KINDS`, then `messages` and `request`. No Django, no storage,
no network: bad input can raise `WireError` and nothing else.
"""
