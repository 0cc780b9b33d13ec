"""The audit: what the choices of a weighting do to every figure."""
