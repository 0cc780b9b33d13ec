# ingest: a delivered file as tables.
#
# in    the file of the wave, checked against the sha256 and the rows of its card
# out   records.parquet  RECORDS   a row per line of the file
#       codebook.csv     CODEBOOK  what the file says of its variables
#       tagged.csv       TAGGED    missing values that carry a tag
#       findings.csv     FINDINGS  what was noticed while reading
# then  clean


rule ingest_wave:
    input:
        delivery=delivered,
    output:
        records="processed/ingest/{wave}/records.parquet",
        codebook="processed/ingest/{wave}/codebook.csv",
        tagged="processed/ingest/{wave}/tagged.csv",
        findings="processed/ingest/{wave}/findings.csv",
    log:
        "logs/ingest/{wave}.log",
    params:
        settings=settings("ingest_wave"),
        digest=digest("ingest_wave"),
    message:
        "Reading the file of {wildcards.wave}"
    run:
        step(rule, input, output, params, wildcards, log)
