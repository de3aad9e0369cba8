"""Officers: who they are, which roles two people granted them, how they come in and come back in.

Start reading at `models`, then `actions`.
"""
