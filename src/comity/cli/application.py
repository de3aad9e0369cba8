"""The WSGI application as the server's own worker process loads it: Django's, and an eye on its parent."""

from comity.cli.loading import loading
from comity.cli.processes import watch_parent

with loading():
    from comity.node.wsgi import application

watch_parent()

__all__ = ["application"]
