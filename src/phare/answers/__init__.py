"""Answers as numbers: the columns of indicators and the categories of margins.

Between RESPONSES and the engine, for the stages that weight, estimate and audit: what an
indicator or a margin is must be the same in all of them.
"""
