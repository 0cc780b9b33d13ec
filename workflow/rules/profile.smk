# profile: the open answers of a wave, in the profiles of a typology.
#
# in    responses and reference weights of the wave, replicates included; for a wave that
#       follows, the codebook of the one learnt from
# out   codebook.json    everything a later wave is projected with
#       shares.csv       PROFILE_SHARES      a row per profile, route and base
#       words.csv        PROFILE_WORDS       a row per word of a profile
#       stability.csv    PROFILE_STABILITY   a row per class of each number of classes
#       splits.csv       PROFILE_SPLITS      a row per split
#       modalities.csv   PROFILE_MODALITIES  a row per level of a variable and profile
#       plane.csv        PROFILE_PLANE       a row per point
#       ties.csv         PROFILE_TIES        a row per pair of terms
#       drift.csv        PROFILE_DRIFT       a row per measure; empty where it was learnt
#       names.csv        PROFILE_NAMES       a row per profile, where it was learnt
#       verbatims.csv    VERBATIMS           a row per answer that a reviewer let out
#       profiles.parquet PROFILES            a row per respondent;    these two
#       review.csv       VERBATIM_REVIEW     a row per proposed text; stay here
# then  publish, release


rule profile_wave:
    input:
        responses="processed/clean/{wave}/responses.parquet",
        weights=reference("weights.parquet"),
        fit=reference("fit.csv"),
        replicates=reference("replicates.csv"),
        replicated=reference("replicated.parquet"),
        factors=reference("factors.parquet"),
        learnt=learnt_from,
    output:
        codebook="processed/typology/{typology}/{wave}/codebook.json",
        shares="processed/typology/{typology}/{wave}/shares.csv",
        words="processed/typology/{typology}/{wave}/words.csv",
        stability="processed/typology/{typology}/{wave}/stability.csv",
        splits="processed/typology/{typology}/{wave}/splits.csv",
        modalities="processed/typology/{typology}/{wave}/modalities.csv",
        plane="processed/typology/{typology}/{wave}/plane.csv",
        ties="processed/typology/{typology}/{wave}/ties.csv",
        drift="processed/typology/{typology}/{wave}/drift.csv",
        names="processed/typology/{typology}/{wave}/names.csv",
        verbatims="processed/typology/{typology}/{wave}/verbatims.csv",
        profiles="processed/typology/{typology}/{wave}/profiles.parquet",
        review="processed/typology/{typology}/{wave}/review.csv",
    log:
        "logs/typology/{typology}/{wave}.log",
    params:
        settings=settings("profile_wave"),
        digest=digest("profile_wave"),
    message:
        "Profiles {wildcards.typology} of {wildcards.wave}"
    run:
        step(rule, input, output, params, wildcards, log)
