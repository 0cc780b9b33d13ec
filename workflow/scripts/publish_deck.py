"""Publish one deck."""

from phare.config.deck_slices import DeckSlice
from phare.contracts import COMPARISONS, ESTIMATES
from phare.publish.decks import DeckContext, publish_deck
from phare.workflow.step import Step


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)
    comparisons = step.table("comparisons", COMPARISONS)

    context = DeckContext(step.told(DeckSlice), estimates, comparisons)

    publish_deck(context, step.path("files").parent)
