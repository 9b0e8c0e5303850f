"""Speed and sizes, on task lists that are made from seeds."""
