"""Everything of one run, frozen under a number.

Nothing is imported here: that a release is intact is seen at every run, without pandas.
"""
