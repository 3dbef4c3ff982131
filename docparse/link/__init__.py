"""Link: findings to records, mentions to canonical documents, names to bodies, and what needs a human eye.

Reads: `Layout` and what the extractors found.
Writes: the records of `Document`.
"""
