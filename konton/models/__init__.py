from konton.models.användare import Användare, Rolltilldelning
from konton.models.kommun import Kommun, Myndighet, Parti, Person
from konton.roller import Roll

__all__ = ["Användare", "Kommun", "Myndighet", "Parti", "Person", "Roll", "Rolltilldelning"]
