"""Draws the waves whose microdata are not public, from what was published about them.

Nothing here is part of the engine: `tools/reconstruct.py` writes `raw/`, the margins of
`config/margins/`, and the checksum in each card. docs/guide/reconstructed.md says how.
"""
