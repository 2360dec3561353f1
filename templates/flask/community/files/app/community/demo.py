"""Demo profiles and posts, of the demo people."""

from sqlalchemy import select

from app.community.models import Follow, Post, Profile
from app.extensions import db
from app.users.models import User

PROFILES = {
    "member@example.org": ("ada", "Mathematics, music and machines that are not built yet."),
    "staff@example.org": ("grace", "I look after things here. Ships, compilers, and what lies between."),
    "admin@example.org": ("alan", "Runner. Puzzles welcome."),
}
"""Handle and bio by e-mail."""

POSTS = (
    ("alan", "Forty miles this week, and an idea on every one of them."),
    ("grace", "Welcome! What is good to know is at https://example.org/ – ask away."),
    ("ada", "Reading about looms.\nThere is more arithmetic in a pattern than one sees."),
    ("grace", "It is easier to ask forgiveness than permission. Please ask all the same."),
)


def add_demo_community() -> str:
    """The demo people's profiles and posts, added where there are none yet; each follows the others."""
    if db.session.scalar(select(Profile.id).limit(1)):
        return "There are profiles already."
    profiles = {}
    for user in db.session.scalars(select(User).where(User.email.in_(PROFILES))):
        handle, bio = PROFILES[user.email]
        profiles[handle] = Profile(user_id=user.id, handle=handle, bio=bio)
    db.session.add_all(profiles.values())
    db.session.flush()
    for handle, text in POSTS:
        if handle in profiles:
            db.session.add(Post(author=profiles[handle], text=text))
    pairs = ((one, other) for one in profiles.values() for other in profiles.values() if one is not other)
    db.session.add_all(Follow(follower_id=one.id, followed_id=other.id) for one, other in pairs)
    db.session.commit()
    return f"Demo posts by {', '.join(map(str, profiles.values()))}."
