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
        deciles = report.deciles()
        self.stdout.write("")
        self.stdout.write(f"Evaluations of one expert in the year ({len(report.at_work)} experts at work)")
        self.stdout.write(f"  mean {report.mean:.1f}, least {deciles[0]}, most {deciles[-1]}, spread {report.spread}")
        self.stdout.write(f"  from the least to the most burdened tenth: {' '.join(str(load) for load in deciles)}")
        if country.differences:
            self.stdout.write("  The rules let some experts evaluate little; --equal shows the draw without them.")

    def _rules(self, country: Country, report: Report) -> None:
        looks = country.applications * country.experts
        if not report.excluded:
            return
        self.stdout.write("")
        self.stdout.write("Of all pairs of an expert and an application each rule excludes; alone: no other rule does")
        self.stdout.write(f"  {'Rule':20} {'excluded':>8} {'alone':>8}")
        for rule, count in report.excluded.most_common():
            alone = report.excluded_alone[rule]
            self.stdout.write(f"  {rule.value:20} {count / looks:8.2%} {alone / looks:8.2%}")
