"""What people can do here, and what nobody can."""
