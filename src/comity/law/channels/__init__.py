"""Which channel: a graph of questions as data, and the walk through it.

`tree` reads and checks a file (`comity/law/data/channels.toml` ships; a secretariat may edit its own), `walk` follows
answers to the next question or to an advice.
"""

from comity.law.channels.tree import Advice, Choice, Query, Tree, read_tree, shipped_tree
from comity.law.channels.walk import Step, read_answers, walk

__all__ = ["Advice", "Choice", "Query", "Step", "Tree", "read_answers", "read_tree", "shipped_tree", "walk"]
