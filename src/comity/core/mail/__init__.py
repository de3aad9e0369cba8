"""Notices by e-mail, without any case content: that there is something to do, and the address of the node.

Tables owned: `MailChoice`, `MailNotice`. An officer chooses the kinds he wants to be told of, at once or once a day;
whoever chooses nothing gets nothing. Apps declare kinds (`kinds.register_kind`) and say which things an officer would
be told of; a job looks every few minutes, writes down what is new, and sends one message for all of it. The message is
the same for every kind: it never says what, about whom, how many, or under which reference.

Start reading at `kinds`, then `actions`, then `sending`.
"""
