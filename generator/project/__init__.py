"""From files in memory to a project on disk."""
