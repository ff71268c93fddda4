"""The rules of `check`, a module per part of a guide, and their documentation in `catalogue`."""
