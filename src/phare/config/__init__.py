"""What the study's files say: typed, cross-checked, all problems told at once."""

from phare.config.base import Model, Text, code_text
from phare.config.card import Card, Mapping
from phare.config.indicators import Base, Domain, Indicator
from phare.config.load import load_study, read_study
from phare.config.schemes import Step
from phare.config.study import Study, StudySettings
from phare.config.variables import Variable, Variables

__all__ = [
    "Base",
    "Card",
    "Domain",
    "Indicator",
    "Mapping",
    "Model",
    "Step",
    "Study",
    "StudySettings",
    "Text",
    "Variable",
    "Variables",
    "code_text",
    "load_study",
    "read_study",
]
