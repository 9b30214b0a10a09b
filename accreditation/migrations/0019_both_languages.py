import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def _in_both(model, name, label):
    """What was written until now stands in the state language; the other one is empty."""
    return [
        migrations.RenameField(model, name, f"{name}_ky"),
        migrations.AlterField(model, f"{name}_ky", models.TextField(blank=True, verbose_name=f"{label}, in Kyrgyz")),
        migrations.AddField(model, f"{name}_ru", models.TextField(blank=True, verbose_name=f"{label}, in Russian")),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accreditation", "0018_second_thoughts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppealRecusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("reason", models.TextField(verbose_name="Reason")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="accreditation.appeal",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "recusal from an appeal panel",
                "verbose_name_plural": "recusals from appeal panels",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint("appeal", "person", name="one_recusal_from_an_appeal_panel"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="recusal_from_an_appeal_says_why"
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="appealevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("file_appeal", "Appeal filed"),
                    ("register_appeal", "Appeal registered"),
                    ("name_appeal_panel", "Appeal panel named"),
                    ("vote_on_appeal", "Vote of a member of the appeal panel"),
                    ("step_aside_from_appeal", "Member of the appeal panel stepped aside"),
                    ("decide_appeal", "Appeal decided"),
                    ("withdraw_appeal", "Appeal withdrawn"),
                ],
                max_length=40,
            ),
        ),
        migrations.RemoveConstraint(model_name="collegiumdecision", name="decision_says_why"),
        migrations.RemoveConstraint(model_name="collegiumdecision", name="decision_names_its_conditions"),
        migrations.RemoveConstraint(model_name="condition", name="condition_says_something"),
        *_in_both("collegiumdecision", "reasons", "Reasons"),
        *_in_both("collegiumdecision", "conditions", "Conditions"),
        *_in_both("condition", "text", "Condition"),
        migrations.AddConstraint(
            model_name="collegiumdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["postponed", "refused"]), _negated=True),
                    models.Q(("reasons_ky", ""), ("reasons_ru", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="collegiumdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "conditional"), _negated=True),
                    models.Q(("conditions_ky", ""), ("conditions_ru", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_names_its_conditions",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_ky", ""), ("text_ru", ""), _negated=True), name="condition_says_something"
            ),
        ),
    ]
