"""Django's settings of a hub: those of a node, with the hub's apps and addresses in place of cases and exchange."""

from __future__ import annotations

from comity.node import open_urls
from comity.node.settings import *  # noqa: F403 (a hub is a node's base with other apps)
from comity.node.settings import INSTALLED_APPS as _APPS

_LEFT_OUT = {"comity.cases", "comity.exchange"}
INSTALLED_APPS = ["comity.hub", *(app for app in _APPS if app not in _LEFT_OUT)]
ROOT_URLCONF = "comity.hub.urls"
WSGI_APPLICATION = "comity.node.wsgi.application"
_NOT_HERE = ("cases:", "exchange:")
COMITY_OPEN_URLS = {
    **{name: why for name, why in open_urls.OPEN.items() if not name.startswith(_NOT_HERE)},
    "hub:file": "the key directory: signed, holds no secret, and nodes without an account follow it",
    "hub:edition-sealed": "the directory of authorities, sealed to the nodes of the key directory alone",
    "hub:key-file": "with what this hub signs; public keys alone",
    "hub:library-head": "signed, the same for anybody; only where the secretariat passes documents on",
    "hub:library-entries": "the list that the head stands for; nodes without an account follow it",
    "hub:library-file": "documents of meetings that the secretariat decided to pass on, by their digest",
    "hub:library-statements": "signed, the same for anybody: the laws and digests that the secretariat published",
    "hub:library-statement": "a law or digest that the secretariat published, by its digest",
    "hub:tree-signed": "signed, the same for anybody: the decision tree of channels that the secretariat published",
    "hub:nodes": "what the directory lists and how old it is; the same for anybody",
}
