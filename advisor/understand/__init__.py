"""What people type, understood: words for answers. Nothing is taken when it is not clear what was meant."""
