"""Searches that a person saved: asked of every document that is loaded after, and shown with what is new.

They are the person's own; nobody else sees them. Start in `actions`; `announcing` is the job that asks.
"""
