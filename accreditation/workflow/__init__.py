"""The tables of this app, one module for each object that has a life of its own; the application's is the main one."""

from accreditation.workflow.applications import APPLICATION, advance, lock, record

__all__ = ["APPLICATION", "advance", "lock", "record"]
