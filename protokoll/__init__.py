"""Vad som beslutades: närvaro, beslut, protokoll och utdrag."""
