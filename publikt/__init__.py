"""Det allmänheten får läsa: egna tabeller med publicerade kopior. Importerar inga andra paket."""
