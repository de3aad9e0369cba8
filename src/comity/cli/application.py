"""The WSGI application as the server's own worker process loads it: Django's, all pages, and an eye on its parent."""

from comity.cli.loading import loading
from comity.cli.processes import watch_parent

with loading():
    from django.urls import get_resolver

    from comity.node.wsgi import application

    _ = get_resolver().url_patterns  # the first who asks for a page would wait for all of them

watch_parent()

__all__ = ["application"]
