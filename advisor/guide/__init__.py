"""A guide's files, read: trees, cards, phrases, the calendar, and what is wrong with their shape."""
