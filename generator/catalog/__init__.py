"""What can be generated: templates, layers, recorded versions."""
