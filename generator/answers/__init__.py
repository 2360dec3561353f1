"""Answers: where they come from, what is allowed, and their JSON Schema."""
