"""Requests for assistance, outgoing and incoming: drafting, review, signature, examination, execution, delivery.

Tables owned: case, member, section, party, measure, annex, revision, review, translation, segment, letter,
clarification, consultation, decision, assignment, evidence, delivery, approval chain, line (of the timeline),
search term, reference year.

Words: a *case* is one request seen from this authority; *ours* is this authority and *theirs* the other State's;
a *measure* is one thing that is asked; the *turn* says who must act next. The outcome of a case is derived from
its measures and never stored.

Start reading at `models`, then `rules`, then one family of `actions`.
"""
