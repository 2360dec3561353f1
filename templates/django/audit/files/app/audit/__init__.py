"""The audit trail: what happened to accounts, kept where it cannot be rewritten."""
