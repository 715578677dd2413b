"""What must hold: rules over the sources and over the built site, and the run that applies them."""
