"""The application, as a server calls it."""

import os

from django.core.wsgi import get_wsgi_application

from app.logs import RequestLog

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")

application = RequestLog(get_wsgi_application())
