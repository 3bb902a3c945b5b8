from ärenden.views.ärenden import lista

__all__ = ["lista"]
