# estimate: every indicator in every domain, under one scheme.
#
# in    responses, weights and replicates of the wave
# out   estimates.csv      ESTIMATES      a row per indicator, category, domain and level
#       comparisons.csv    COMPARISONS    each level against the total
#       letters.csv        LETTERS        levels against each other; empty where no book asks
#       precision.csv      PRECISION      how precise a share is, a row per level of a domain
#       margin_shares.csv  MARGIN_SHARES  margins before and after the weighting
# then  compare, publish, release


rule estimate_wave:
    input:
        responses="processed/clean/{wave}/responses.parquet",
        weights="processed/weight/{wave}/{scheme}/weights.parquet",
        fit="processed/weight/{wave}/{scheme}/fit.csv",
        replicates="processed/weight/{wave}/{scheme}/replicates.csv",
        replicated="processed/weight/{wave}/{scheme}/replicated.parquet",
        factors="processed/weight/{wave}/{scheme}/factors.parquet",
    output:
        estimates="processed/estimate/{wave}/{scheme}/estimates.csv",
        comparisons="processed/estimate/{wave}/{scheme}/comparisons.csv",
        letters="processed/estimate/{wave}/{scheme}/letters.csv",
        precision="processed/estimate/{wave}/{scheme}/precision.csv",
        margin_shares="processed/estimate/{wave}/{scheme}/margin_shares.csv",
    log:
        "logs/estimate/{wave}/{scheme}.log",
    params:
        settings=settings("estimate_wave"),
        digest=digest("estimate_wave"),
    message:
        "Estimating {wildcards.wave}, scheme {wildcards.scheme}"
    run:
        step(rule, input, output, params, wildcards, log)
