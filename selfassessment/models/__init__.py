from selfassessment.models.standards import Criterion, Section, Standard

__all__ = ["Criterion", "Section", "Standard"]
