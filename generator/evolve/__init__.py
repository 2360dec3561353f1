"""Updating a project: the record is the base of a three-way merge with the project and a new rendering."""
