# compare: waves, actors and schemes against each other, and all with what was published.
#
# in    the estimates and gaps of all waves and schemes
# out   comparisons.csv      COMPARISONS      a row per pair of estimates
#       published_check.csv  PUBLISHED_CHECK  a row per figure printed before
# then  publish, release


rule compare_waves:
    input:
        estimates=expand(
            "processed/estimate/{wave}/{scheme}/estimates.csv", zip, **PAIRS
        ),
        gaps=expand("processed/estimate/{wave}/{scheme}/comparisons.csv", zip, **PAIRS),
    output:
        comparisons="processed/compare/comparisons.csv",
        published_check="processed/compare/published_check.csv",
    log:
        "logs/compare.log",
    params:
        settings=settings("compare_waves"),
        digest=digest("compare_waves"),
    message:
        "Comparing waves, actors and schemes"
    run:
        step(rule, input, output, params, wildcards, log)
