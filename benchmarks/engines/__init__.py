"""phare beside other engines: what `benchmarks/engines.py` is made of."""
