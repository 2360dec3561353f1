"""The terminal: prompts, interview, report, completion, documentation."""
