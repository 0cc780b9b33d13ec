"""Publish one table."""

from phare.config.publishing import PublishSlice
from phare.contracts import COMPARISONS, ESTIMATES
from phare.publish.context import ProfileTables, PublishContext
from phare.publish.tables import publish_table
from phare.workflow.step import Step


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)
    comparisons = step.table("comparisons", COMPARISONS)

    about, profiles = step.told(PublishSlice), ProfileTables.of(step.table)
    context = PublishContext(about, estimates, comparisons, profiles=profiles)

    publish_table(context, step.path("files").parent)
