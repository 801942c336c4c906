"""What is made and measured of the lexicon."""
