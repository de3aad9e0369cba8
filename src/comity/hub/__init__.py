"""The hub: what a secretariat runs. It publishes the key directory and shows which authorities can be reached.

It also keeps the directory of authorities (`comity.directory`): States' editors write and confirm, its staff publish,
and `editions` sends it out signed and sealed. `trees` publishes the decision tree of channels.

Tables owned: editors of States, submissions to the directory, availabilities, editions,
decision trees. It never sees a case, a message
or a secret key but its own: what States list is signed by keys that they hold, and the list of States by keys kept off
line.

The secretariat's staff are the hub's administrators and its head; two of them see what is submitted before it is
published. Start reading in `actions`.
"""
