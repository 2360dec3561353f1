"""What the templates of the accounts can say."""
