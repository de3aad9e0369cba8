"""The WSGI application as the server loads it before it forks: Django's, and all pages."""

from comity.cli.loading import loading

with loading():
    from django.urls import get_resolver

    from comity.node.wsgi import application

    _ = get_resolver().url_patterns  # the first who asks for a page would wait for all of them

__all__ = ["application"]
