// Det skrivna ligger i webbläsaren tills servern har det, också när nätet är borta.
// Det hör till den som skrev: en annan användare får aldrig se det, och den som loggar ut
// lämnar inget efter sig.

const NYCKEL = "skrivelse:";
const BEHÅLL_MS = 7 * 24 * 3600 * 1000;

function nycklar() {
  return Object.keys(localStorage).filter((namn) => namn.startsWith(NYCKEL));
}

export function glömAlla() {
  for (const namn of nycklar()) localStorage.removeItem(namn);
}

export function lager(användare, adress) {
  const nyckel = `${NYCKEL}${användare}:${adress}`;
  for (const namn of nycklar()) {
    if (Date.now() - JSON.parse(localStorage.getItem(namn)).tid > BEHÅLL_MS) {
      localStorage.removeItem(namn);
    }
  }
  return {
    läs: () => JSON.parse(localStorage.getItem(nyckel)),
    // Säger om det gick: lagret kan vara fullt eller avstängt.
    lägg(innehåll) {
      try {
        localStorage.setItem(nyckel, JSON.stringify({ tid: Date.now(), ...innehåll }));
        return true;
      } catch (fel) {
        if (!(fel instanceof DOMException)) throw fel;
        return false;
      }
    },
    glöm: () => localStorage.removeItem(nyckel),
  };
}
