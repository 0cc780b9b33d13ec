"""Weights: a scheme's declared steps, every step's weight kept."""

from phare.weight.weight import Weighted, weight

__all__ = ["Weighted", "weight"]
