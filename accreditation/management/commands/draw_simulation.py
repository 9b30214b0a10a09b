import random
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accreditation.drawing.simulation import Country, Report, simulate


class Command(BaseCommand):
    help = "Draw experts for a year of made-up applications and report the spread of their load and each rule's effect."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--applications", type=int, default=10_000)
        parser.add_argument("--experts", type=int, default=250)
        parser.add_argument("--chance", type=int, default=1, help="another number gives another country")
        parser.add_argument("--equal", action="store_true", help="every expert may evaluate every school")

    def handle(self, **options: Any) -> None:
        country = Country(
            applications=options["applications"], experts=options["experts"], differences=not options["equal"]
        )
        chance = random.Random(options["chance"])  # noqa: S311 -- a made-up country, no secret
        report = simulate(country, chance)
        self._loads(country, report)
        self._rules(country, report)

    def _loads(self, country: Country, report: Report) -> None:
        self.stdout.write(f"Applications {country.applications}, experts {country.experts}")
        self.stdout.write(f"Drawn {report.drawn}, refused for fewer than three experts {report.refused}")
        self.stdout.write(
            f"Load of the {len(report.at_work)} experts at work: mean {report.mean:.1f}, spread {report.spread}"
        )
        self.stdout.write(f"Deciles of load: {' '.join(str(load) for load in report.deciles())}")

    def _rules(self, country: Country, report: Report) -> None:
        looks = country.applications * country.experts
        self.stdout.write("Rule                 excluded   alone")
        for rule, count in report.excluded.most_common():
            alone = report.excluded_alone[rule]
            self.stdout.write(f"{rule.value:20} {count / looks:7.2%} {alone / looks:7.2%}")
