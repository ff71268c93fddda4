"""What stays on the person's machine: interviews that can be gone on with, and how the program looks."""
