"""Extract: facts from the view of a document, each kind by rules of its own.

Reads: `Layout`.
Writes: mentions, times, duties and the document's own facts, with offsets of the view.
"""
