"""Templates, their layers, and recorded package versions."""
