"""Three-way merges of texts and trees, in Python and by git."""
