"""The application's own records."""
