# release: everything of one run, frozen under a number.
#
# in    every published item, estimate, comparison, weight summary and disposition
# out   receipt.json, which names the folder in reports/: a new one, or the latest where
#       nothing in it would differ


rule release_study:
    input:
        raw=[nearby(path) for path in PLAN.raw.values()],
        estimates=expand(
            "processed/estimate/{wave}/{scheme}/estimates.csv", zip, **PAIRS
        ),
        comparisons=[
            *expand(
                "processed/estimate/{wave}/{scheme}/comparisons.csv", zip, **PAIRS
            ),
            "processed/compare/comparisons.csv",
        ],
        summaries=expand("processed/weight/{wave}/{scheme}/summary.csv", zip, **PAIRS),
        fits=expand("processed/weight/{wave}/{scheme}/fit.csv", zip, **PAIRS),
        dispositions=expand("processed/clean/{wave}/dispositions.csv", wave=PLAN.waves),
        edits=expand("processed/clean/{wave}/edits.csv", wave=PLAN.waves),
        published_check="processed/compare/published_check.csv",
        published=PUBLISHED,
    output:
        receipt="processed/release/receipt.json",
    log:
        "logs/release.log",
    params:
        settings=settings("release_study"),
        digest=digest("release_study"),
        engine=PLAN.engine,
    message:
        "Making the release"
    run:
        step(rule, input, output, params, wildcards, log)
