# phare: from the delivered files of a study to a numbered release.
#
#   snakemake --cores 2                                    this study
#   snakemake --cores 2 --config study=PATH --directory DIR   another one, worked on in DIR
#
# `phare run` does the same with a lock of its own, progress and plain errors.
from snakemake.utils import min_version

min_version("9.0")


container: None


include: "workflow/study.smk"


wildcard_constraints:
    wave="[a-z][a-z0-9_]*-[0-9]{4}[a-z0-9_]*",
    scheme="[a-z][a-z0-9_]*",
    typology="[a-z][a-z0-9_]*",
    item="[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*(-[0-9]{4}[a-z0-9_]*)?)?",


include: "workflow/rules/ingest.smk"
include: "workflow/rules/clean.smk"
include: "workflow/rules/weight.smk"
include: "workflow/rules/estimate.smk"
include: "workflow/rules/compare.smk"
include: "workflow/rules/profile.smk"
include: "workflow/rules/publish.smk"
include: "workflow/rules/release.smk"


# Every output, and not only the release: one that is lost or was edited is made again.
rule all:
    input:
        expand(rules.ingest_wave.output, wave=PLAN.waves),
        expand(rules.clean_wave.output, wave=PLAN.waves),
        expand(rules.weight_wave.output, zip, **PAIRS),
        expand(rules.estimate_wave.output, zip, **PAIRS),
        rules.compare_waves.output,
        expand(rules.profile_wave.output, zip, **PROFILED),
        PUBLISHED,
        rules.release_study.output,


refuse_params_of_input()
