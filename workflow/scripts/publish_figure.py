"""Publish one figure."""

from phare.config.publishing import PublishSlice
from phare.contracts import COMPARISONS, ESTIMATES, WEIGHT_DISTRIBUTION, WEIGHT_SUMMARY
from phare.publish.context import ProfileTables, PublishContext, SpreadTables
from phare.publish.figures import publish_figure
from phare.workflow.step import Step


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)
    comparisons = step.table("comparisons", COMPARISONS)
    bins = step.table("spread", WEIGHT_DISTRIBUTION)
    summary = step.table("summaries", WEIGHT_SUMMARY)

    about = step.told(PublishSlice)
    spread = SpreadTables(bins, summary)
    profiles = ProfileTables.of(step.table)
    context = PublishContext(about, estimates, comparisons, spread, profiles)

    publish_figure(context, step.path("files").parent)
