"""Documents that a hub passes on, and a node takes over.

The hub offers a numbered list: an entry for each file, chained by digests, and a head over all of it, signed by the key
that signs what is newest in its key directory. A node takes what is new, verifies all of it, and loads each file as if
an officer had: nothing that is here already is changed. Start in `catalogue` (pure), then `taking`.
"""
