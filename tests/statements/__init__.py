"""Which tests ask PostgreSQL nothing that others do not ask it too.

The second database costs as much processor again as the first, and most of that asks the same statements once more.
What another database may do otherwise it does with a statement: so `./check` runs there those that together have our
code ask every kind of statement that it asks in any test (what a test asks to look at the outcome proves nothing of
it), and `./check whole` runs all. `./check statements` chooses anew. A test that was never looked at runs in both, and
so does one that asks nothing itself: it may have other processes ask.
"""
