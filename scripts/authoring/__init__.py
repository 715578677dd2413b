"""What helps an editor: templates, editor settings, the index of a source."""
