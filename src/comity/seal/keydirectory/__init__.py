"""The key directory: which node speaks for which State, by which keys, as a repository of The Update Framework (TUF).

Words: the *root* says who may sign what; the *list of States* (TUF's top-level targets) gives each State one role and
its key; a *State's role* lists that State's nodes, and only those; *timestamp* and *snapshot* say what is newest. Root
and list of States are signed off line by holders of keys, a threshold of them; a State's role by that State's own key;
timestamp and snapshot by the hub. So a hub can fall silent, or tell something old until that runs out, and is found
out; it cannot invent a key. What a State lists are its nodes' signed key files, unchanged.

Start reading in `drafting` (what is signed), then `publishing` (the hub's folder), then `following` (a node).
"""
