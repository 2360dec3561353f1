"""The page about the site, and how a page is added: a view, a template, a path, and a link in the layout."""
