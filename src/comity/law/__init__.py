"""The Convention as data and pure rules: the part of Comity that a lawyer can read.

Words: an *item* is one thing a request should say, with its article; a *finding* is an item that is missing; a
*measure* is one thing asked for; a *guard* is a step the law demands before another; a *step* is where a case stands
and whose turn it is; *applies_in* says in which modes of the legal basis (art. 46(7)) a rule binds.

Start reading at `assistance` (what may be asked), `sections` (what a request says), `contents` (the check), `grounds`
and `guards` (refusal), `measures` and `procedure` (how a case moves), `conversation` (both sides at once); `facts` and
`basis` say on what legal basis one State may ask another, `channels` by which channel. All of it is printed in
`docs/law.md` by `python -m comity.law.tables`. No clock, no database, no Django.
"""
