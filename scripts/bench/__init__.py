"""Measurements of the site against what else could be used, repeatable by anyone: ``python3 -m scripts bench``."""
