"""Survey statistics: arrays in, numbers out.

Nothing here knows a wave, a question or a file. Rows are respondents, in one order that
every array of a call shares; categories come as integer codes; missing is said by a mask
or by code -1, never guessed. Settings and results are frozen records.

`calibration` and `trimming` make weights, `weights` describes and adjusts them, `design`
and `estimators` make estimates with their standard errors, `intervals`, `quality` and
`comparisons` say how far to trust them; `replication` and
`replicate_steps` do it all again in replicates. Each has its page in `docs/methods/`.
"""
