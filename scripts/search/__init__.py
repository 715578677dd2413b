"""The site's search, prepared at build time: documents from the Site, an index from the documents, files to load."""
