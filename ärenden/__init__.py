"""Vad myndigheten har: diarium, ärenden, handlingar, filer, jobb och PDF."""
