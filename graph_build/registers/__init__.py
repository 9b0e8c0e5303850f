"""What is known beforehand: places, acts, and the units of an office."""
