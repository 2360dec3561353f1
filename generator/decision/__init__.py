"""The decision between frameworks, and its explanation."""
