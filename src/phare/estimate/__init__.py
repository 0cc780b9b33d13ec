"""Estimates of declared indicators with design-based errors, and what they are compared with."""

from phare.estimate.compare import compare
from phare.estimate.estimate import Estimated, estimate
from phare.estimate.published import published_check

__all__ = ["Estimated", "compare", "estimate", "published_check"]
