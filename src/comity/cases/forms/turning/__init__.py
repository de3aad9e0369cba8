"""The forms of the turns a request takes; each gives what it holds as the fields of its message (`said`).

`opening` begins something, `answering` answers what the other State began, `before` is what happens before a request
is registered.
"""
