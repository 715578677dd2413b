"""The adapter to MkDocs, and the build around it."""
