"""The contact form, and what came in by it."""
