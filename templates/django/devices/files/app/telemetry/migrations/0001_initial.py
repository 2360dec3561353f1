import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("beginning", models.CharField(help_text="How the secret begins, to know it again.", max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, help_text="From when on it is worth nothing.", null=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="device_keys", to="records.device"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("metric", models.CharField(max_length=64)),
                ("value", models.FloatField()),
                ("time", models.DateTimeField(help_text="When it was measured, by our clock.")),
                ("skew", models.FloatField(help_text="Seconds that were added to the time that the device said.")),
                ("received_at", models.DateTimeField()),
                ("reading_id", models.CharField(max_length=64)),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_readings",
                        to="records.device",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["device", "time", "id"], name="reading_of_device"),
                    models.Index(fields=["device", "metric", "time", "id"], name="reading_of_metric"),
                    models.Index(fields=["time"], name="reading_by_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("device", "reading_id"), name="reading_counts_once")],
            },
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("metric", models.CharField(max_length=64)),
                ("value", models.FloatField()),
                ("time", models.DateTimeField(help_text="When it was measured, by our clock.")),
                ("skew", models.FloatField(help_text="Seconds that were added to the time that the device said.")),
                ("received_at", models.DateTimeField()),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_states",
                        to="records.device",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("device", "metric"), name="state_of_metric")],
            },
        ),
    ]
