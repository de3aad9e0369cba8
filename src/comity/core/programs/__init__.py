"""Programs that read here through the interface for programs: each has a token that an administrator gave it.

Tables owned: `Program`. A token is shown once and kept as a digest; it ends by itself, can be ended at once, and lets
its holder read and nothing else. Start reading in `door`, which lets a program in, and `actions`.
"""
