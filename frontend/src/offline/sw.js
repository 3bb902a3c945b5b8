// Läsrummet utan nät. Nätet först; det sparade bara när servern inte svarar, och bara läsrummets
// egna sidor. SKAL skrivs av servern överst i filen.
import { exemplaretFör, finns, köa, läsSida } from "./lager.js";

const { version, adresser, rot, reserv, arbetare } = self.SKAL;
const FÖRRÅD = `lasrum-${version}`;
// Så länge väntar den som har sidan sparad på ett nät som inte svarar.
const TÅLAMOD_MS = 5000;
const NERE = new Set([502, 503, 504]);
const SIDA = new RegExp(`^${rot}(\\d+)/(?!sparat/|gaster/|ladda-ner/)`);
const ANTECKNA = new RegExp(`^${rot}(\\d+)/(\\d+)/([0-9a-f]+)/anteckna/$`);
const skalet = new Set([...adresser, arbetare].map((a) => new URL(a, location.href).pathname));

self.addEventListener("install", (e) => {
  e.waitUntil(
    (async () => {
      const förråd = await caches.open(FÖRRÅD);
      // Utan kakor: skalet är lika för alla och har ingens namn i sig.
      const hämta = (adress) => new Request(adress, { credentials: "omit", cache: "no-cache" });
      await förråd.addAll([...adresser, arbetare, reserv].map(hämta));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (e) => {
  e.waitUntil(
    (async () => {
      const mina = (await caches.keys()).filter((namn) => namn.startsWith("lasrum-"));
      // Det förra skalet behålls: sidorna som är sparade kan höra till det.
      const gamla = mina.filter((namn) => namn !== FÖRRÅD).slice(0, -1);
      await Promise.all(gamla.map((namn) => caches.delete(namn)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (e) => {
  const { request } = e;
  const adress = new URL(request.url);
  if (adress.origin !== location.origin) return;
  const { pathname } = adress;
  if (request.method === "GET" && skalet.has(pathname)) e.respondWith(skal(request));
  else if (request.method === "GET" && (SIDA.test(pathname) || pathname === rot)) {
    e.respondWith(sida(request, pathname));
  } else if (request.method === "POST" && ANTECKNA.test(pathname)) {
    e.respondWith(anteckna(request, pathname));
  } else if (request.mode === "navigate" && pathname.startsWith(rot)) {
    e.respondWith(fetch(request).catch(() => reservsida("kräver")));
  }
});

async function skal(request) {
  try {
    return await fetch(request);
  } catch (fel) {
    const sparat = await caches.match(request, { ignoreVary: true });
    if (sparat) return sparat;
    throw fel;
  }
}

async function sida(request, pathname) {
  // Det som hämtas för att sparas kommer alltid från servern.
  if (request.headers.has("X-Sparas")) return fetch(request);
  const nätet = fetch(request);
  const sparad = await finns(pathname).catch(() => false);
  try {
    const svaret = await (sparad ? Promise.race([nätet, förSent()]) : nätet);
    if (!sparad || !NERE.has(svaret.status)) return svaret;
  } catch {
    // Inget nät, eller ett som inte svarar: det sparade nedan.
  }
  const s = sparad ? await läsSida(pathname) : null;
  if (s?.innehåll) return visa(s);
  if (request.mode !== "navigate") return Response.error();
  return reservsida(s?.hinder || (pathname === rot ? "" : "saknas"));
}

function förSent() {
  return new Promise((_, nej) => setTimeout(() => nej(new Error("inget svar")), TÅLAMOD_MS));
}

function visa({ huvuden, innehåll, exemplar }) {
  if (!huvuden["content-type"]?.startsWith("text/html")) return new Response(innehåll, { headers: huvuden });
  const html = new TextDecoder().decode(innehåll);
  const märkt = html.replace("<body", `<body data-sparat="${exemplar.sparad}"`);
  return new Response(märkt, { headers: huvuden });
}

async function reservsida(skäl) {
  const sparad = await caches.match(reserv, { ignoreVary: true });
  if (!sparad) return Response.error();
  const html = (await sparad.text()).replace("<body", `<body data-skal="${skäl}"`);
  return new Response(html, { headers: sparad.headers });
}

// Utan nät läggs anteckningen undan, och läsaren kommer tillbaka till sidan som annars.
async function anteckna(request, pathname) {
  const kopia = request.clone();
  try {
    const svaret = await fetch(request);
    if (!NERE.has(svaret.status)) return svaret;
  } catch {
    // Inget nät: den köas nedan.
  }
  const [, möte, punkt, marke] = ANTECKNA.exec(pathname);
  const fält = Object.fromEntries(await kopia.formData());
  const exemplar = await exemplaretFör(möte);
  const tom = !fält.text?.trim() && !fält.citat?.trim();
  if (!exemplar) return reservsida("kräver");
  const vy = fält.vy === "pdf" ? "pdf/" : "";
  const tillbaka = `${pathname.replace(/anteckna\/$/, "")}${vy}`;
  const sidan = /^\d+$/.test(fält.sida ?? "") ? fält.sida : "1";
  if (tom) return Response.redirect(`${tillbaka}?tom=1#anteckna`, 303);
  const { text = "", citat = "", fore = "", efter = "", nyckel = "" } = fält;
  await köa({ text, citat, fore, efter, nyckel, sida: sidan, punkt, marke }, exemplar);
  return Response.redirect(`${tillbaka}#sida-${sidan}`, 303);
}
