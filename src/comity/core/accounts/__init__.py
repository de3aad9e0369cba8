"""Signing in: what we ask of django-allauth, in our words. Authentication itself is never written here."""
