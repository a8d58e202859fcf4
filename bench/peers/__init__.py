"""Two memories that a user would pick instead, measured beside ours on the same embedder, sets and machine."""
