"""Människor och myndigheter: kommun, myndighet, person, användare och roller."""
