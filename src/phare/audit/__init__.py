"""The audit: what the choices of a weighting do to every figure, and whether claims survive."""

from phare.audit.audit import Audited, audit

__all__ = ["Audited", "audit"]
