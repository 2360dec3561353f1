"""The history of the roles."""
