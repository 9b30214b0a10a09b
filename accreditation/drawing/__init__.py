"""The draw of experts as computation alone: no database, no clock, no chance. See `docs/draw.md`."""
