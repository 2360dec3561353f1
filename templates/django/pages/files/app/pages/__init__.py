"""Pages for people: the layout, the home page and the pages that tell of an error."""
