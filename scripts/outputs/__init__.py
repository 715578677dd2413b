"""What goes out beside the pages: search, data, packs, books."""
