"""The people who use the application."""
