"""The engine: what an interview asks next, and what it comes to."""
