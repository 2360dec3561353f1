"""What is kept."""

from django.db import models


class AuditEntry(models.Model):
    """Something that happened; the database refuses to change or delete it (see the first migration).

    The person is a number and not a reference, so that the entry stays when the person goes.
    """

    at = models.DateTimeField(auto_now_add=True)
    event = models.CharField(max_length=50)
    user_id = models.BigIntegerField("person", null=True, db_index=True)
    client = models.CharField("address", max_length=45)
    detail = models.JSONField(default=dict)

    class Meta:
        """The table."""

        db_table = "audit_entries"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
