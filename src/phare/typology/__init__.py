"""Lexical profiles: classes of answers by their words."""
