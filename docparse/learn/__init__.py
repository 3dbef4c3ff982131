"""Learning: examples from marked and corrected documents, models made of them, and what they score.

Reads: nothing.
Writes: the names of this package.
"""
