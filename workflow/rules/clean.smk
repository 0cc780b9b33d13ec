# clean: responses in study variables.
#
# in    what ingest made of the wave
# out   responses.parquet  RESPONSES     a row per respondent kept
#       edits.csv          EDITS         every change and exclusion, with its reason
#       dispositions.csv   DISPOSITIONS  delivered = kept + excluded, by reason
# then  weight, estimate


rule clean_wave:
    input:
        records="processed/ingest/{wave}/records.parquet",
        codebook="processed/ingest/{wave}/codebook.csv",
        tagged="processed/ingest/{wave}/tagged.csv",
        findings="processed/ingest/{wave}/findings.csv",
    output:
        responses="processed/clean/{wave}/responses.parquet",
        edits="processed/clean/{wave}/edits.csv",
        dispositions="processed/clean/{wave}/dispositions.csv",
    log:
        "logs/clean/{wave}.log",
    params:
        settings=settings("clean_wave"),
        digest=digest("clean_wave"),
    message:
        "Cleaning {wildcards.wave}"
    run:
        step(rule, input, output, params, wildcards, log)
