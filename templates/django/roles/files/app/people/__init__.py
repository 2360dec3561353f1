"""Who may do what: the roles, and the page that lists the people."""
