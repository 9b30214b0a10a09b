"""The demo world: invented people and organizations as data. Needs no Django and no database."""
