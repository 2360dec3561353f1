"""What the templates of the records can say."""
