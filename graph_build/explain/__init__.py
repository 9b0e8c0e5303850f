"""How a file was read, told to a person: what each stage changed, and why a task was read as it was."""
