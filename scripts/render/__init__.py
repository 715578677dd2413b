"""From a loaded Site to what a reader sees; every function takes data and returns text."""
