"""Projektets inställningar, adresser och start. Det enda paket som känner alla andra."""
