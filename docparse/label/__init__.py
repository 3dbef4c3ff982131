"""Labelling in other programs: documents out to Label Studio and doccano, what people labelled there back in.

Reads: nothing.
Writes: the names of this package.
"""
