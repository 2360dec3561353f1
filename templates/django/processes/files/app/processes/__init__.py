"""A process: requests for money, which somebody else approves, in an organisation of departments."""
