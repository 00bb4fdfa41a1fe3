"""The schedule benchmark runs the same sums on both sides."""

from operations.benchmarks import schedule


def test_gives_the_three_figures():
    figures = schedule.run(seconds=0.05)
    assert set(figures) == {"ours_per_second", "plain_per_second", "ratio"}
    assert min(figures.values()) > 0
