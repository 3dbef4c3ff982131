"""Trained models: what they say of the records that the rules found, where they come from, and their cards.

Rules find everything; a model stays in force only while it helps on documents that it was not trained on, and
`--no-models` works without any. models/README.md shows what was tried and measured.

Reads: nothing.
Writes: the names of this package.
"""
