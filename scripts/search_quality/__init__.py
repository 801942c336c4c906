"""Parts of scripts/evaluate_search.py: how well queries find articles of all languages."""
