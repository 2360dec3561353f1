"""Data of the decision: questions, needs, arguments, kinds of application."""
