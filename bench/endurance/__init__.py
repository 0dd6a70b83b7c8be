"""``python -m bench.endurance``: the whole stack under load for minutes, while parts of it die."""
