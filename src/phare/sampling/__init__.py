"""How respondents were drawn, as the engine takes it: designs, and replicates on their way.

Between the stages that weight and estimate and the engine: from columns of RESPONSES to a
design, and from replicates to the tables that one stage hands to the other, and back.
"""
