"""What proves a copy: the zip, its signature, the bill of materials."""
