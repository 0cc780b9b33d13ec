"""Survey statistics: arrays in, numbers out.

Nothing here knows a wave, a question or a file. Rows are respondents, in one order that
every array of a call shares; categories come as integer codes; missing is said by a mask
or by code -1, never guessed. Settings and results are frozen records. What cannot be done is
a PhareError that names the argument, the category and the rows, and says what to do. Each
method has its page in `docs/methods/`.

Weights
    weights      base weights from strata, non-response classes, normalisation, Kish's effect
    propensity   non-response by the propensity to answer; `propensity_classes` its classes,
                 `response_patterns` its model
    calibration  calibrate to margins and totals: linear (GREG), raking, logit, truncated, sinh;
                 soft margins, weights q, caps and floors; post-stratification
    problem, feasibility, crossings, distances, newton
                 a calibration in its parts: as it is posed, whether it has a solution within
                 limits, its cells, distance and solver
    partition    calibrate each part of a population to its own totals
    clusters     one g for all rows of a household or a PSU
    trimming     weights under a cap, alone or with the margins; `caps` by size, median,
                 quartiles or design effect
    weight_distribution
                 how weights are spread, in bins of several respondents
    weighting_steps, weighting
                 each of these as a step that can be done again, and the weights step by step

Designs
    design       strata, PSUs, stages, finite populations, lonely PSUs, calibration: one Design
    replication  jackknife, half-samples (BRR, Fay), bootstrap, replicate weights supplied
    replicate_steps, replicate_propensity
                 every weighting step done again in every replicate
    structure    which row is in which PSU and stratum
    leverage     what a PSU explains of its own residual
    factored     replicates as tables that can be kept: by unit drawn, by cell weighted

Estimates
    estimators   means, shares, ratios, totals and differences, for every level of a domain
    responses    questions with several answers, on the base of answers
    shares       one share with its interval
    quantiles    quantiles by R's rules, with Woodruff's and Francisco and Fuller's intervals
    dispersion   variances and covariances of variables in the population
    intervals    intervals of means and of proportions
    margin_of_error
                 what a share can be known to, before anything is asked
    inference    any statistic of the weights, with its covariance
    models       generalised linear models; `effects` their average marginal effects
    areas        Fay and Herriot's small areas, beside the direct estimates

Comparisons
    contrasts    estimates that are not independent: differences, ratios, letters for columns
    comparisons  independent waves; p values of many tests (Holm, Benjamini and Hochberg)
    ranks        two domains by their means or by their ranks
    crosstabs    independence of two variables: Rao and Scott, Wald; `quadratic` their laws
    decomposition
                 Kitagawa: composition against behaviour

Publication
    quality      ok, caution or suppressed, with the reason
    suppression  which further cells to hide

The other modules are what these are made of.
"""
