# The study behind the rules: its plan, the functions of their inputs and params, and the
# process that does their steps. Params functions take the wildcards only: Snakemake leaves
# one that takes `input` out of its reasons to run a rule again.
import inspect

from phare.workflow import failures, ledger, lock
from phare.errors import PhareError
from phare.kinds import KINDS, RULES
from phare.workflow.plan import STUDY
from phare.workflow.planning import read_plan
from phare.provenance import json_digest
from phare.workflow.step import Step
from phare.workflow.worker import StepError, StepInterrupted, Worker
from snakemake.exceptions import WorkflowError
from snakemake.persistence import PersistenceBase

HOME = Path(workflow.basedir)
SHORT = 16  # characters of a digest


def prepared():
    """Return the plan of the study, the working directory locked and in order."""
    try:
        plan = read_plan(HOME / config.get("study", "."))
        if workflow.is_main_process and not workflow.output_settings.dryrun:
            lock.take(Path())
            for sentence in ledger.tidy(plan):
                print(sentence, file=sys.stderr)
    except PhareError as error:
        raise WorkflowError(str(error)) from None
    return plan


def paired(jobs, names=("wave", "scheme")):
    """Return the wildcards of these 'wave/scheme', for expand(pattern, zip, **paired)."""
    found = zip(*(job.split("/") for job in jobs)) if jobs else ((), ())
    return dict(zip(names, found))


def settings(rule):
    """Return the params function that tells when a job's slice of the configuration is another.

    A digest is enough for that, and what Snakemake prints of it can be read; the slice itself
    goes from the plan to the step.
    """
    return lambda wildcards: json_digest(PLAN.settings(rule, *wildcards))[:SHORT]


def digest(rule):
    """Return the params function that tells when what makes a job of `rule` is another."""
    return lambda wildcards: PLAN.digest(rule, wildcards.get("wave", ""))[:SHORT]


def delivered(wildcards):
    """Return the delivered file of a wave, which must be there."""
    try:
        PLAN.check_deliveries([wildcards.wave])
    except PhareError as error:
        raise WorkflowError(str(error)) from None
    return nearby(PLAN.raw[wildcards.wave])


def nearby(path):
    """Return a path relative to the working directory where it lies below it."""
    path = Path(path)
    return str(
        path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    )


def shown(rule, pattern):
    """Return the input function that gives `pattern` for what an item of `rule` shows.

    A file of estimates that is made again is no reason to make the item again: it shows some
    of their rows. Where its lineage tells that those are others, the ledger has removed it.
    """
    return lambda wildcards: [
        ancient(path)
        for path in expand(
            pattern, zip, **paired(PLAN.shown[f"{rule}/{wildcards.item}"])
        )
    ]


def compared(rule):
    """Return the input function that gives the comparisons of waves to items that show some."""
    path = "processed/compare/comparisons.csv"
    return lambda wildcards: (
        [ancient(path)] if f"{rule}/{wildcards.item}" in PLAN.compared else []
    )


def profiled(rule, name):
    """Return the input function that gives a table of the profiles an item shows."""
    return lambda wildcards: [
        ancient(f"processed/typology/{job}/{name}")
        for job in PLAN.profiled.get(f"{rule}/{wildcards.item}", [])
    ]


def reference(name):
    """Return the input function that gives a file of the weights that profiles are of."""
    return lambda wildcards: (
        f"processed/weight/{wildcards.wave}/"
        f"{PLAN.profile_scheme('/'.join(wildcards))}/{name}"
    )


def learnt_from(wildcards):
    """Return the codebook that a later wave is followed with, in a list."""
    first = PLAN.learnt_from("/".join(wildcards))
    return [f"processed/typology/{job}/codebook.json" for job in first]


def refuse_params_of_input():
    """Refuse params functions that take `input`: what they say would re-run nothing."""
    for one in workflow.rules:
        for name, param in one.params.items():
            if callable(param) and "input" in inspect.signature(param).parameters:
                raise WorkflowError(
                    f"{one.name}: got a function of `input` for the param {name}; "
                    "expected one of the wildcards alone, for what it takes from `input` "
                    "makes Snakemake run nothing again; compute it from the wildcards."
                )


def spare_pandas():
    """Have Snakemake compare params as the text they are.

    It would import pandas, a third of a second, to see whether one is a frame. A Snakemake
    that does this in another way is left as it is.
    """
    name = "_serialize_param_pandas"
    if hasattr(PersistenceBase, name):
        setattr(PersistenceBase, name, PersistenceBase._serialize_param_builtin)


def step(rule, input, output, params, wildcards, log):
    """Hand one step to the warm process, and wait for it."""
    job = f"{rule}/{'/'.join(wildcards) or STUDY}"
    one = Step(
        script=str(HOME / "workflow" / "scripts" / f"{rule}.py"),
        job=job,
        input=named(input),
        output=named(output),
        settings=PLAN.settings(rule, *wildcards),
        code=PLAN.code(rule),
        log=log[0],
        engine=params.get("engine", ""),
        lineage=PLAN.lineage(job),
    )
    try:
        WORKER.perform(one)
    except (PhareError, StepError) as error:
        if not isinstance(error, StepInterrupted):
            failures.tell(error)
        raise StepError(str(error)) from None


def named(files):
    """Return name -> path, or paths, of a rule's inputs or outputs."""
    return {
        name: value if isinstance(value, str) else [str(path) for path in value]
        for name, value in files.items()
    }


spare_pandas()
PLAN = prepared()
PAIRS = paired(PLAN.schemes)
PUBLISHED = [
    path
    for rule, kind in RULES.items()
    for item in PLAN.jobs[rule]
    for path in KINDS[kind].paths(item)
]
PROFILED = paired(PLAN.jobs["profile_wave"], ("typology", "wave"))
WORKER = Worker()
