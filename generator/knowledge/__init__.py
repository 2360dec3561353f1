"""What scaffold knows: questions, needs, arguments, kinds of application."""
