"""Förnamn som är vanliga i Sverige, för att känna igen en person i en rubrik.

Namn som oftare är något annat i en rubrik (Björn, Sten, Maj, Ask) är inte med.
"""

FÖRNAMN = frozenset(
    [
        *("anna", "eva", "maria", "karin", "kristina", "christina", "lena", "sara"),
        *("emma", "kerstin", "ingrid", "marie", "malin", "jenny", "birgitta", "annika"),
        *("inger", "susanne", "monica", "ulla", "jessica", "elin", "linda", "hanna"),
        *("elisabeth", "elisabet", "johanna", "helena", "carina", "marianne", "sofia", "katarina"),
        *("åsa", "ida", "margareta", "anita", "sandra", "cecilia", "gunilla", "barbro"),
        *("siv", "camilla", "anette", "annette", "pia", "agneta", "julia", "gun"),
        *("therese", "astrid", "matilda", "alice", "lisa", "josefin", "louise", "frida"),
        *("britt", "rebecka", "lovisa", "elsa", "berit", "ann", "annica", "charlotta"),
        *("charlotte", "caroline", "karolin", "birgit", "madeleine", "ellen", "yvonne", "erika"),
        *("agnes", "klara", "clara", "ebba", "maja", "linnea", "amanda", "moa"),
        *("alva", "wilma", "nora", "saga", "vera", "stina", "amelia", "isabelle"),
        *("emelie", "nathalie", "fatima", "zahra", "amina", "leila", "yasmin", "samira"),
        *("maryam", "aisha", "olga", "natalia", "nina", "gunnel", "irene", "solveig"),
        *("viola", "vivianne", "ylva", "majken", "gunborg", "märta", "lars", "anders"),
        *("mikael", "michael", "johan", "per", "peter", "jan", "thomas", "tomas"),
        *("daniel", "fredrik", "hans", "bengt", "mats", "andreas", "stefan", "erik"),
        *("bo", "magnus", "karl", "carl", "nils", "leif", "martin", "alexander"),
        *("jonas", "ulf", "ola", "niklas", "kjell", "marcus", "markus", "mattias"),
        *("patrik", "robert", "christer", "krister", "henrik", "joakim", "christian", "kristian"),
        *("tommy", "göran", "håkan", "kent", "david", "rolf", "olle", "lennart"),
        *("roger", "simon", "emil", "tobias", "lucas", "linus", "anton", "oskar"),
        *("oscar", "robin", "elias", "roland", "jörgen", "gustav", "gustaf", "ingemar"),
        *("sebastian", "jonathan", "viktor", "victor", "filip", "hugo", "axel", "william"),
        *("albin", "oliver", "isak", "adam", "jakob", "jacob", "viggo", "theo"),
        *("ludvig", "ali", "mohamed", "mohammed", "ahmed", "omar", "hassan", "hussein"),
        *("mustafa", "ibrahim", "abdi", "yusuf", "mahmoud", "khaled", "piotr", "andrzej"),
        *("ivan", "dmitri", "sergej", "bertil", "gunnar", "arne", "stig", "sven"),
        *("börje", "ove", "evert", "folke", "gösta", "ragnar", "sixten", "torbjörn"),
        *("torsten", "urban", "verner", "yngve", "åke", "östen"),
    ]
)
