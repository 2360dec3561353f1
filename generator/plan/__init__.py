"""Selection of the layers of a project."""
