"""Demo profiles and posts, of the demo people."""

from app.community.models import Follow, Post, Profile
from users.models import User

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
    if Profile.objects.exists():
        return "There are profiles already."
    profiles = {}
    for user in User.objects.filter(email__in=PROFILES):
        handle, bio = PROFILES[user.email]
        profiles[handle] = Profile.objects.create(user=user, handle=handle, bio=bio)
    for handle, text in POSTS:
        if handle in profiles:
            Post.objects.create(author=profiles[handle], text=text)
    pairs = ((one, other) for one in profiles.values() for other in profiles.values() if one != other)
    Follow.objects.bulk_create(Follow(follower=one, followed=other) for one, other in pairs)
    return f"Demo posts by {', '.join(map(str, profiles.values()))}."
