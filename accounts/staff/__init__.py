"""The people who work here: the chart of the company, who sits where, who joins, moves, leaves and stands in."""
