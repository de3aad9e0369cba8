"""Settings that name every app, of hub and node, for the type checker, which reads models from one list."""

from __future__ import annotations

from comity.node.settings import *  # noqa: F403 (all of a node's)
from comity.node.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = ["comity.hub", *_APPS]
