"""What runs, when, and whether it still stands: the plan, its steps, their record."""
