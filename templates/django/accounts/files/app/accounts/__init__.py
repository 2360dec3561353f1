"""Signing up, logging in, passwords, and one's own account: pages around django-allauth."""
