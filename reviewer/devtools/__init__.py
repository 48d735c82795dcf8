"""What keeps generated files fresh."""
