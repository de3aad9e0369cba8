"""The decision tree of channels that a hub publishes for the nodes that follow it, and how a node takes it.

Start reading in `signed`, then `taking`. Which tree a node asks in the end says `comity.directory.channels`.
"""
