"""manage.py demo: the demo company, and its logins."""

import dataclasses
import json
from typing import Any

from django.core.management.base import CommandParser

from accounts.management.books_command import BooksCommand
from accounts.models import User
from operations.console import ProgressBar
from operations.services.make_demo import DAYS, demo_logins, make_demo
from operations.services.reset_demo import reset_demo


class Command(BooksCommand):
    help = "Make the demo company in an empty database and print its logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw away what is there first")
        parser.add_argument(
            "--if-empty", action="store_true", help="only print the logins where people exist"
        )
        parser.add_argument("--days", type=int, default=DAYS, help="how many days of history")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            reset_demo()
        is_there = User.objects.exclude(kind=User.Kind.SYSTEM).exists()
        if options["if_empty"] and is_there:
            logins = demo_logins()
        else:
            bar = ProgressBar(self.stderr, "days")
            logins = make_demo(days=max(1, options["days"]), progress=bar.show)
        rows = [dataclasses.asdict(login) for login in logins]
        if options["format"] == "json":
            self.stdout.write(json.dumps({"logins": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['role']:<28} {row['login']:<44} {row['password']}")
