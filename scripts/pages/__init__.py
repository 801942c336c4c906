"""Parts of scripts/evaluate_pages.py, a module each with `run(data) -> dict`."""
