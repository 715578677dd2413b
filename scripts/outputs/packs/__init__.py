"""Training packs: from chosen records to slides, documents and question files, each item with id, place and edition."""
