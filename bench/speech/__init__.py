"""How right transcripts are: characters, and the names that the memory knows."""
