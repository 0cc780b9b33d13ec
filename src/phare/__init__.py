"""phare: re-run a whole survey programme from its raw files to what is published."""

__version__ = "0.1.0"
