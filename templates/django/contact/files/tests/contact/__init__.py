"""What visitors can write to us, and what nobody can."""
