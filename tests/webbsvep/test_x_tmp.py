from tests.webbsvep.test_svep import *
def test_x(värld):
    from collections import Counter
    import re
    f=svep.prova_grupp(GRUPPER[0], värld)
    for g in f[:400]:
        if any(k in g for k in ("index","login","logout","jsi","kommun_","password","arenden_arende_","autoc", "view_on")): print(g)
    print(Counter(re.sub(r"admin:\S+","X",x)[:60] for x in f))
for n in list(globals()):
    if n.startswith("test_") and n!="test_x": del globals()[n]
