"""Engines: whatever can hold analysed articles and evaluate plans over them."""
