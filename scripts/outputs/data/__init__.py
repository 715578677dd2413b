"""The data exports."""
