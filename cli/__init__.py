"""The command line: one file a command in `cli/commands`, and what they share."""
