"""Where an investor stands: what is forecast, earned, spread, and put on paper."""
