"""Everything that changes a case, one module for each family of intents.

drafting (write the request) · reviewing (ask, return, approve) · sending (sign, send, give up) · receiving (register)
· clarifying (questions and answers) · deciding (consult, accept, refuse) · executing (assign, record, evidence) ·
delivering (deliver, confirm) · reporting (status) · closing (withdraw, close) · naming (who works on a case).

Every action takes the actor and the time, locks and loads the case through `queries.doors`, asks `access`, applies
the rules, writes, adds its line to the timeline and one audit entry, and puts what leaves into the outbox: all in one
transaction. `keeping` holds what they share.
"""
