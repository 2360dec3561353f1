"""Single sign-on with an OpenID Connect provider, by django-allauth."""
