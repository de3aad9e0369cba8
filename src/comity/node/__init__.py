"""The product shell of one authority's node: settings, addresses, home page, health.

Start reading at `config` (every setting, documented), then `settings` (what Django makes of them) and `urls`.
"""
