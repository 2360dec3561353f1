"""What the templates ask for."""
