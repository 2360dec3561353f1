"""What several field types have in common."""
