"""The law watch: what the publisher's open data says of each provision, beside what was read here."""
