from selfassessment.enums import AccreditationType


def kind_and_level(type: str) -> tuple[str, str]:
    """The two columns in which lists show the type: what is accredited, and of which level."""
    kind, _dot, level = str(AccreditationType(type).label).partition(". ")
    return kind, level
