"""How results look and are worded. Nothing is computed here.

Each kind of items has its own function (`publish_table` in `phare.publish.tables`, and so on),
imported from where it stands: a step then depends on the code of its kind alone.
"""
