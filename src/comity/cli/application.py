"""The WSGI application as the server's own worker process loads it: Django's, and an eye on its parent."""

from comity.cli.processes import watch_parent
from comity.node.wsgi import application

watch_parent()

__all__ = ["application"]
