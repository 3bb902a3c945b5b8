"""Demokommunen Björksund: allt är påhittat och byggs genom samma tjänster som webben använder."""
