"""What people already have elsewhere, read as what the owner said and when, and mined as if it were said here."""
