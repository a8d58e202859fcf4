"""The commands, one a module; each has its `COMMAND` (see cli/command.py)."""
