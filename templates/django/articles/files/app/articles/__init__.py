"""Articles: written and published at the desk, read by everybody."""
