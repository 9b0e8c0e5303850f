"""What the readers of several formats share, and the longer parts of one."""
