"""Laws of States, by article of the Convention: what was reported when, what was confirmed when, what is stale.

The text of a law is a document of the library, each version one of its versions; here stands whose law it is, from when
to when it holds, who said so, and by which of its places it gives effect to which article.
"""
