"""Put the open answers of one wave into the profiles of one typology."""

from phare import storage
from phare.config.profile_slices import ProfileSlice
from phare.contracts import FACTORS, MARGIN_FIT, REPLICATED, REPLICATES, RESPONSES, WEIGHTS
from phare.contracts.typology import PUBLISHABLE, RESTRICTED
from phare.sampling.replicates import ReplicateTables
from phare.sampling.weighted import weighted_design
from phare.typology.codebook import read_codebook
from phare.typology.stage import profile
from phare.workflow.step import Step


def main(step: Step) -> None:
    told = step.told(ProfileSlice)
    responses = step.table("responses", RESPONSES)
    weights = step.table("weights", WEIGHTS)
    fit = step.table("fit", MARGIN_FIT)
    replicates = _replicates(step) if told.weighted.replicated else None
    first = [read_codebook(path.read_text("utf-8"), str(path)) for path in step.paths("learnt")]

    design = weighted_design(responses, weights, told.weighted, fit, replicates)
    profiled = profile(responses, design, told, next(iter(first), None))

    storage.write_text(profiled.codebook.text(), step.path("codebook"))
    for name, contract in (PUBLISHABLE | RESTRICTED).items():
        step.keep(profiled.tables[name], contract, name)


def _replicates(step: Step) -> ReplicateTables:
    return ReplicateTables(
        step.table("replicates", REPLICATES),
        step.table("replicated", REPLICATED),
        step.table("factors", FACTORS),
    )
