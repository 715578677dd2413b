"""What is written: the sources loaded once into a frozen model."""
