"""The second factor: an authenticator app and recovery codes, by django-allauth, and who needs them."""
