"""Scenarios: playing them, what they cover, which changes they would not notice, and which are missing."""
