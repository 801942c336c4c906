"""From what a reader types to a plan: parser → nodes → expansion → planner."""
