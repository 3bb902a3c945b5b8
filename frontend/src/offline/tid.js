// När det sparade får läsas. Klockan är enhetens egen, räknad från den senaste kontakten.

// Så mycket får klockan gå tillbaka: den ställs om av sig själv ibland.
const SPEL = 10 * 60 * 1000;

// `sedd` är den senaste tid som enheten har visat. En klocka som ställts tillbaka förlänger inget:
// då läses inget förrän servern har sagt vad klockan är.
export function pröva({ garUt, sedd, nu }) {
  if (nu < sedd - SPEL) return "klockan";
  return nu >= garUt ? "utgånget" : "";
}

// Serverns slut, i enhetens klocka.
export function påEnheten({ garUt, serverNu, nu }) {
  return nu + (garUt - serverNu);
}
