"""The parts of scripts/bench_engines.py: corpus, queries, one adapter per engine, jobs, report.

Every build and every measurement is a *job*: a process of its own (`jobs`) that is given a
JSON description and prints a JSON answer, so that one engine's memory and imports never
count for another.
"""
