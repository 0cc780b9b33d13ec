# release: everything of one run, frozen under a number.
#
# in    every published item, estimate, comparison, weight summary and disposition, and the
#       tables of profiles that may leave
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
        profile_shares=expand(rules.profile_wave.output.shares, zip, **PROFILED),
        profile_words=expand(rules.profile_wave.output.words, zip, **PROFILED),
        profile_stability=expand(rules.profile_wave.output.stability, zip, **PROFILED),
        profile_splits=expand(rules.profile_wave.output.splits, zip, **PROFILED),
        profile_modalities=expand(rules.profile_wave.output.modalities, zip, **PROFILED),
        profile_plane=expand(rules.profile_wave.output.plane, zip, **PROFILED),
        profile_ties=expand(rules.profile_wave.output.ties, zip, **PROFILED),
        profile_drift=expand(rules.profile_wave.output.drift, zip, **PROFILED),
        profile_names=expand(rules.profile_wave.output.names, zip, **PROFILED),
        profile_verbatims=expand(rules.profile_wave.output.verbatims, zip, **PROFILED),
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
