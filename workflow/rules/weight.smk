# weight: one scheme's weights, step by step.
#
# in    the responses of the wave
# out   weights.parquet     WEIGHTS         a row per respondent and step
#       summary.csv         WEIGHT_SUMMARY  a row per step
#       distribution.csv    WEIGHT_DISTRIBUTION  a row per bin of the last step's weights
#       fit.csv             MARGIN_FIT      each margin after calibration and trimming
#       replicates.csv      REPLICATES      a row per replicate; these three are empty
#       replicated.parquet  REPLICATED      a row per respondent      where the scheme
#       factors.parquet     FACTORS         a row per unit and cell   declares none
# then  estimate


rule weight_wave:
    input:
        responses="processed/clean/{wave}/responses.parquet",
    output:
        weights="processed/weight/{wave}/{scheme}/weights.parquet",
        summary="processed/weight/{wave}/{scheme}/summary.csv",
        distribution="processed/weight/{wave}/{scheme}/distribution.csv",
        fit="processed/weight/{wave}/{scheme}/fit.csv",
        replicates="processed/weight/{wave}/{scheme}/replicates.csv",
        replicated="processed/weight/{wave}/{scheme}/replicated.parquet",
        factors="processed/weight/{wave}/{scheme}/factors.parquet",
    log:
        "logs/weight/{wave}/{scheme}.log",
    params:
        settings=settings("weight_wave"),
        digest=digest("weight_wave"),
    message:
        "Weighting {wildcards.wave}, scheme {wildcards.scheme}"
    run:
        step(rule, input, output, params, wildcards, log)
