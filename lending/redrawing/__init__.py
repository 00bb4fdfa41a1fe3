"""A loan's schedule drawn anew: a part paid early, a moved due day."""
