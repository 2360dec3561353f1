"""From a plan to files in memory."""
