"""The shipped guide: what it has to say, what it may never say, and how much it may ask."""
