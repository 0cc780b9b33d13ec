"""Estimates of declared indicators with design-based errors, and their comparisons."""

from phare.estimate.compare import compare
from phare.estimate.estimate import Estimated, estimate

__all__ = ["Estimated", "compare", "estimate"]
