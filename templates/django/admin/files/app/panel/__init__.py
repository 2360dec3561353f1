"""The admin panel: Django's, with the site's own log-in."""
