from flask import current_app
from redis import Redis
from redis.exceptions import RedisError


def redis_is_available() -> str:
    """Redis is available."""
    try:
        if url := current_app.config["REDIS_URL"]:
            Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping()
    except RedisError as error:
        return f"{error} Start it, or correct REDIS_URL."
    return ""
