"""Publish one figure."""

from dataclasses import fields

from phare.config.publishing import PublishSlice
from phare.contracts import COMPARISONS, ESTIMATES, WEIGHT_DISTRIBUTION, WEIGHT_SUMMARY
from phare.contracts.typology import PUBLISHABLE
from phare.publish.context import ProfileTables, PublishContext, SpreadTables
from phare.publish.figures import publish_figure
from phare.workflow.step import Step


def _profiles(step: Step) -> ProfileTables:
    tables = {
        each.name: step.table(f"profile_{each.name}", PUBLISHABLE[each.name])
        for each in fields(ProfileTables)
    }
    return ProfileTables(**tables)


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)
    comparisons = step.table("comparisons", COMPARISONS)
    bins = step.table("spread", WEIGHT_DISTRIBUTION)
    summary = step.table("summaries", WEIGHT_SUMMARY)

    about = step.told(PublishSlice)
    spread = SpreadTables(bins, summary)
    context = PublishContext(about, estimates, comparisons, spread, _profiles(step))

    publish_figure(context, step.path("files").parent)
