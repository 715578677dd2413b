"""The site as files for paper and readers: a pocket guide as PDF, the whole as EPUB; both made from the built pages."""
