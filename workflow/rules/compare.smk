# compare: waves, actors and schemes against each other.
#
# in    the estimates of all waves and schemes
# out   comparisons.csv  COMPARISONS  a row per pair of estimates
# then  publish, release


rule compare_waves:
    input:
        estimates=expand(
            "processed/estimate/{wave}/{scheme}/estimates.csv", zip, **PAIRS
        ),
    output:
        comparisons="processed/compare/comparisons.csv",
    log:
        "logs/compare.log",
    params:
        settings=settings("compare_waves"),
        digest=digest("compare_waves"),
    message:
        "Comparing waves, actors and schemes"
    run:
        step(rule, input, output, params, wildcards, log)
