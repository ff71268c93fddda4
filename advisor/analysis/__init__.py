"""A guide seen as a finite automaton: what can happen, decided without walking every combination of answers."""
