"""The Django base under every app: officers and roles, access, audit log, moves, pages, jobs, sealed files, events.

Tables owned: officers, role grants, second-factor resets, enrolment codes, signing keys, audit log, jobs, files.
Words used: an *officer* is a person with a login; an *actor* is whoever does something, officer or system; a *role*
is granted by two people; a *permission* is a name with a policy; a *move* is a step along a declared graph.
Start reading at `actors`, `access` and `moves`; then `parts` for what pages are made of.
"""
