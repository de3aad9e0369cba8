"""Is this node well? One light for each thing that can be wrong, with what it means and what to do.

Words: a *probe* looks at one thing and returns a *light*: green, amber (should be looked at), red (must be), unknown.
Higher layers register theirs with `@probe`. Start reading at `lights`.
"""
