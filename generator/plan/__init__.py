"""From answers to the layers of a project."""
