"""The model language: the records of a generated application."""
