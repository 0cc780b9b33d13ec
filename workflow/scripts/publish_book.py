"""Publish one banner book."""

from phare.config.book_slices import BookSlice
from phare.contracts import COMPARISONS, ESTIMATES, LETTERS
from phare.publish.book import BookContext, publish_book
from phare.workflow.step import Step


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)
    gaps = step.table("gaps", COMPARISONS)
    letters = step.table("letters", LETTERS)
    comparisons = step.table("comparisons", COMPARISONS)

    context = BookContext(step.told(BookSlice), estimates, gaps, letters, comparisons)

    publish_book(context, step.path("files").parent)
