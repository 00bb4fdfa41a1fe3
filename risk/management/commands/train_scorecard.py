"""manage.py train_scorecard: build a points card from any CSV, with what it is worth on rows it has not seen."""

import json
from argparse import ArgumentTypeError
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from risk.domain.scorecard_file import CardError, read_source, read_words, write_file

EXAMPLE = "train_scorecard loans.csv --target outcome --bad default --drop sex,age --out card/"
NEEDS = (
    "Training needs numpy: pip install -r requirements-scorecard.txt. The site itself needs nothing of it."
)


class Command(BaseCommand):
    # A card is made of a file alone: no database, no URLs.
    requires_system_checks: ClassVar[list[str]] = []
    help = f"Train a points card and write card, report and charts. Example: {EXAMPLE}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a CSV with a header; separated by comma, semicolon, tab or |")
        parser.add_argument("--target", required=True, metavar="COLUMN", help="the column of the outcome")
        parser.add_argument(
            "--bad", required=True, metavar="VALUE", help="its value that means bad; others are good"
        )
        parser.add_argument(
            "--drop",
            nargs="+",
            action="extend",
            default=[],
            metavar="COLUMNS",
            help="columns the card must not see, by commas or spaces",
        )
        parser.add_argument(
            "--out", required=True, metavar="DIR", help="a folder for card.json, report and charts"
        )
        parser.add_argument("--folds", type=int, default=5, help="parts of the cross-validation (5)")
        parser.add_argument(
            "--seeds",
            type=_seeds,
            default=[1, 2, 3, 4, 5],
            metavar="N,N,…",
            help="seeds of the parts (1,2,3,4,5)",
        )
        parser.add_argument("--points", type=_positive, default=600, help="points at the odds below (600)")
        parser.add_argument("--odds", type=_positive, default=20, help="good to one bad at those points (20)")
        parser.add_argument("--doubling", type=_positive, default=20, help="points that double the odds (20)")
        parser.add_argument(
            "--any-shape", action="store_true", help="let the risk rise and fall within one column"
        )
        parser.add_argument(
            "--leak-auc",
            type=_share,
            default=0.9,
            metavar="SHARE",
            help="leave out columns that tell the outcome alone better than this (0.9)",
        )
        parser.add_argument(
            "--keep",
            nargs="+",
            action="extend",
            default=[],
            metavar="COLUMNS",
            help="keep them however much they tell",
        )
        parser.add_argument(
            "--words", metavar="FILE", help="JSON with names, reasons and facts in both languages"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec("numpy") is None:
            raise CommandError(NEEDS)
        from risk.scorecards.training.table import TrainingError
        from risk.scorecards.training.train import train

        folder, words = Path(options["out"]), _words(options["words"])
        try:
            trained = train(Path(options["file"]), words=words, options=options)
            text = write_file(trained.card, trained.policy)
            folder.mkdir(parents=True, exist_ok=True)
        except TrainingError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from None
        (folder / "card.json").write_text(text, encoding="utf-8")
        trained.write_report(folder)
        for one in trained.warnings:
            self.stderr.write(self.style.WARNING(one))
        if options["format"] == "json":
            self.stdout.write(json.dumps(trained.as_json(folder), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(trained.as_table(folder))


def _words(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    try:
        words = json.loads(Path(name).read_text(encoding="utf-8"))
        if not isinstance(words, dict):
            raise CommandError(f"{name} holds no object of words.")
        for column, own in words.get("characteristics", {}).items():
            for key in ("name", "reason"):
                read_words(own.get(key), f"{column} {key}")
            for value, names in own.get("value_names", {}).items():
                read_words(names, f"{column} {value}")
            if own.get("source"):
                read_source(own["source"], f"{column} source")
    except (OSError, ValueError, AttributeError) as error:
        detail = f"{error.code} at {error.place}" if isinstance(error, CardError) else error
        raise CommandError(f"{name} cannot be used: {detail}.") from None
    return words


def _seeds(text: str) -> list[int]:
    try:
        seeds = [int(one) for one in text.split(",")]
    except ValueError:
        raise ArgumentTypeError("seeds are whole numbers parted by commas") from None
    if len(set(seeds)) != len(seeds) or len(seeds) > 50:
        raise ArgumentTypeError("name each seed once, at most 50")
    return seeds


def _positive(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 10_000:
        raise ArgumentTypeError("a whole number from 1 to 10000")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0.5 < share <= 1:
        raise ArgumentTypeError("a share above 0.5, up to 1")
    return share
