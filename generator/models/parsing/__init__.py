"""From the text of a field to a field."""
