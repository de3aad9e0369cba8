"""The WSGI application, for one process: limits are counted in its memory. `comity serve` sees to that."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")

application = get_wsgi_application()
