"""The parts of `scripts/evaluate_people.py`."""
