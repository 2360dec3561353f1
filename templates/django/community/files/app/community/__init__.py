"""A community: profiles, posts, following, blocking, and the moderators who look at what is reported."""
