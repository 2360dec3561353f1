"""The application, as a server calls it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from app.logs import RequestLog
from app.proxies import TrustedProxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")

application = TrustedProxies(RequestLog(get_wsgi_application()), settings.ENVIRONMENT.FORWARDED_ALLOW_IPS)
