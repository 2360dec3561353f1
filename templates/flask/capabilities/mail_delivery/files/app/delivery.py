"""How mails leave: by the server of the environment, or printed where there is none."""

from flask import Flask
from flask_mailman import Mail

from app.environment import Environment
from app.mail import mail_server


def init_app(app: Flask) -> None:
    """Give the application its way to send mails."""
    environment: Environment = app.config["ENVIRONMENT"]
    app.config["MAIL_DEFAULT_SENDER"] = environment.email_from
    if server := mail_server(environment.email_url.get_secret_value()):
        app.config.from_mapping(
            MAIL_BACKEND="smtp",
            MAIL_SERVER=server.host,
            MAIL_PORT=server.port,
            MAIL_USERNAME=server.username,
            MAIL_PASSWORD=server.password,
            MAIL_USE_TLS=server.starttls,
            MAIL_USE_SSL=server.tls,
            MAIL_TIMEOUT=10,
        )
    else:
        app.config["MAIL_BACKEND"] = "console"
    Mail(app)
