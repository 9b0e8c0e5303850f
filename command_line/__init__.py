"""What the command line says and shows, beside its commands in zeren.py."""
