"""A node without casework: what arrives is only written down, so that effects can be counted."""

from comity.node.settings import *  # noqa: F403
from comity.node.settings import INSTALLED_APPS as _ALL

INSTALLED_APPS = [name for name in _ALL if name != "comity.cases"]
ROOT_URLCONF = "tests.chaos.points_urls"
