"""One row, one writer at a time."""

from django.db.models import Model, QuerySet


def read_locked[Row: Model](rows: QuerySet[Row], pk: object) -> Row:
    """The row with this key, as it is now with the relations that `rows` selects; whoever else wants to change it waits
    for this transaction.

    It is read after the lock: a statement that had to wait joins the relations as they were before it waited.
    """
    rows.model._base_manager.select_for_update().values_list("pk").get(pk=pk)  # noqa: SLF001 -- the documented name
    return rows.get(pk=pk)
