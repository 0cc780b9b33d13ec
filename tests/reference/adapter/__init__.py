"""Run the calls of R `survey` that stand in an expected.json with phare, and compare.

`language` reads R text; `session` evaluates it: `designs`, `estimates`, `quantiles`,
`associations`, `models` and `weighting` each answer some of R's functions with those of
phare.stats. `compare` sets the answer beside R's, `parity` runs a folder against its
ledger. What R derived before estimating is said in one small file per folder, `folders/`.

Nothing here knows an entry by its id: only what its call says.
"""
