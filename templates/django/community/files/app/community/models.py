"""Profiles, what they write, and what they have to do with each other."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

LONGEST_HANDLE = 30
LONGEST_BIO = 300
LONGEST_POST = 500
LONGEST_REASON = 300
TAKEN = "This handle is taken."


class Profile(models.Model):
    """What others see of a person; the handle names it, as in /@ada/."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    handle = models.CharField(max_length=LONGEST_HANDLE, unique=True, error_messages={"unique": TAKEN})
    bio = models.CharField(max_length=LONGEST_BIO, blank=True)

    def __str__(self) -> str:
        """The handle as it is written."""
        return f"@{self.handle}"


class Follow(models.Model):
    """That somebody wants to read what another writes."""

    follower = models.ForeignKey(Profile, models.CASCADE, related_name="follows")
    followed = models.ForeignKey(Profile, models.CASCADE, related_name="followers")

    class Meta:
        """The table."""

        constraints = (
            UniqueConstraint(fields=["follower", "followed"], name="followed_once"),
            CheckConstraint(condition=~Q(follower=F("followed")), name="nobody_follows_themselves"),
        )

    def __str__(self) -> str:
        """Who follows whom."""
        return f"{self.follower} follows {self.followed}"


class Block(models.Model):
    """That two do not see each other, since one of them wants it so."""

    blocker = models.ForeignKey(Profile, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Profile, models.CASCADE, related_name="+")

    class Meta:
        """The table."""

        constraints = (
            UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once"),
            CheckConstraint(condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"),
        )

    def __str__(self) -> str:
        """Who has blocked whom."""
        return f"{self.blocker} blocks {self.blocked}"


class Post(models.Model):
    """What somebody has written; moderators may have hidden it."""

    author = models.ForeignKey(Profile, models.CASCADE, related_name="posts")
    text = models.CharField(max_length=LONGEST_POST)
    created_at = models.DateTimeField(auto_now_add=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Who wrote what, in short."""
        return f"{self.author}: {self.text[:50]}"


class Like(models.Model):
    """That somebody likes a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="likes")

    class Meta:
        """The table."""

        constraints = (UniqueConstraint(fields=["post", "profile"], name="liked_once"),)

    def __str__(self) -> str:
        """Who likes what."""
        return f"{self.profile} likes {self.post}"


class Report(models.Model):
    """That somebody wants a post to be looked at; it is open until a moderator decides."""

    class Decision(models.TextChoices):
        """What a moderator may decide."""

        HIDDEN = "hidden"
        DISMISSED = "dismissed"

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Profile, models.SET_NULL, null=True, related_name="reports")
    reason = models.CharField(max_length=LONGEST_REASON)
    created_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """The table, and the right to decide."""

        constraints = (UniqueConstraint(fields=["post", "reporter"], name="reported_once"),)
        permissions = (("moderate", "Can moderate"),)
        default_permissions = ()

    def __str__(self) -> str:
        """What was reported, and why."""
        return f"{self.post} – {self.reason}"
