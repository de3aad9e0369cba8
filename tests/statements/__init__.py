"""Which tests ask PostgreSQL nothing that others do not ask it too.

The second database costs as much processor again as the first, and most of that asks the same statements once more.
What another database may do otherwise it does with a statement: so `./check` runs there the tests that between them ask
every kind of statement that any test asks, and `./check whole` runs all. `./check statements` chooses anew; a test that
was never looked at runs in both.
"""
