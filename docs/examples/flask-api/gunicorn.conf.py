"""gunicorn listens on 127.0.0.1:8000 or, with PORT, on every address at that port. It runs WEB_CONCURRENCY processes."""

from app.config import get_settings

get_settings()  # stops here, with a message, if a setting is wrong

wsgi_app = "app:create_app()"
threads = 4
limit_request_line = 8190
forwarded_allow_ips = ""  # TRUSTED_PROXY_COUNT alone says whose X-Forwarded-Proto counts
control_socket_disable = True
