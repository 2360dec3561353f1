from flask import current_app
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.users.models import User
from app.users.seeds import EMAILS


def no_demo_users() -> str:
    """There are no demo users in production."""
    if current_app.config["APP_ENV"] != "production":
        return ""
    try:
        if not inspect(db.engine).has_table(User.__tablename__):
            return ""
        found = db.session.scalars(select(User.email).where(User.email.in_(EMAILS))).all()
    except SQLAlchemyError:
        return "The database does not answer; see above."
    return f"There are {', '.join(sorted(found))}: delete them." if found else ""
