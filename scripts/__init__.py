"""Tools that check, build and export the site; run as ``python3 -m scripts <command>``."""
