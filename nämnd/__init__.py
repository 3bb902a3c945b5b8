"""Vilka som möts, när och om vad: organ, uppdrag, sammanträden, föredragningslista, kallelse."""
