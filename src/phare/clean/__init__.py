"""From a delivered file to responses in study variables, every change recorded."""

from phare.clean.clean import Cleaned, clean

__all__ = ["Cleaned", "clean"]
