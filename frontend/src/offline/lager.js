// Det sparade på enheten: låst med exemplarets nyckel, i webbläsarens databas.
import { påEnheten, pröva } from "./tid.js";

export const DATABAS = "namnd-lasrum";
const LAGER = { exemplar: "id", sidor: "nyckel", anteckningar: "nyckel", annat: "namn" };
const kod = new TextEncoder();
const text = new TextDecoder();

function svar(begäran) {
  return new Promise((klar, fel) => {
    begäran.onsuccess = () => klar(begäran.result);
    begäran.onerror = () => fel(begäran.error);
  });
}

let öppen = null;

function databas() {
  öppen ??= new Promise((klar, fel) => {
    const begäran = indexedDB.open(DATABAS, 1);
    begäran.onupgradeneeded = () => {
      for (const [namn, keyPath] of Object.entries(LAGER)) {
        begäran.result.createObjectStore(namn, { keyPath });
      }
      begäran.transaction.objectStore("sidor").createIndex("exemplar", "exemplar");
      begäran.transaction.objectStore("sidor").createIndex("adress", "adress");
    };
    begäran.onsuccess = () => {
      // Webbläsaren tömmer databasen vid utloggning: nästa gång öppnas den på nytt.
      begäran.result.onversionchange = () => stäng();
      begäran.result.onclose = () => stäng();
      klar(begäran.result);
    };
    begäran.onerror = () => fel(begäran.error);
  });
  return öppen;
}

function stäng() {
  öppen?.then((db) => db.close());
  öppen = null;
}

async function lager(namn, sätt = "readonly") {
  return (await databas()).transaction(namn, sätt).objectStore(namn);
}

const hämta = async (namn, nyckel) => svar((await lager(namn)).get(nyckel));
const alla = async (namn) => svar((await lager(namn)).getAll());
const lägg = async (namn, rad) => svar((await lager(namn, "readwrite")).put(rad));
const taBort = async (namn, nyckel) => svar((await lager(namn, "readwrite")).delete(nyckel));

// --- Låset --------------------------------------------------------------------------------------

async function lås(nyckel, bundet, innehåll) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = kod.encode(bundet);
  const låda = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, nyckel, innehåll);
  return { iv, låda };
}

function låsUpp(nyckel, bundet, { iv, låda }) {
  const additionalData = kod.encode(bundet);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, nyckel, låda);
}

// --- Exemplaren ---------------------------------------------------------------------------------

export const exemplaren = () => alla("exemplar");

export async function exemplaretFör(möte) {
  return (await exemplaren()).find((e) => e.möte === möte) ?? null;
}

export async function nyttExemplar(utdelat, möte) {
  const rå = Uint8Array.from(atob(utdelat.nyckel), (t) => t.charCodeAt(0));
  // Nyckeln går inte att läsa ut ur webbläsaren igen.
  const nyckel = await crypto.subtle.importKey("raw", rå, "AES-GCM", false, ["encrypt", "decrypt"]);
  rå.fill(0);
  const exemplar = {
    id: utdelat.id,
    möte,
    användare: utdelat.anvandare,
    hemlighet: utdelat.hemlighet,
    nyckel,
    rubrik: await lås(nyckel, "rubrik", kod.encode(utdelat.rubrik)),
    klart: false,
    version: "",
    dolt: utdelat.dolt,
    antal: 0,
    byte: 0,
    sparad: 0,
  };
  await lägg("exemplar", exemplar);
  await sättTid(exemplar, utdelat);
  return exemplar;
}

// Exemplaret finns inte längre: någon loggade ut medan det hämtades.
export class Raderat extends Error {}

// Lägger raden bara om dess exemplar är kvar, i ett steg: det som töms fylls inte på av det som
// hämtas samtidigt.
async function läggOmKvar(namn, rad, id) {
  const skriv = (await databas()).transaction(["exemplar", namn], "readwrite");
  if (!(await svar(skriv.objectStore("exemplar").getKey(id)))) throw new Raderat();
  await svar(skriv.objectStore(namn).put(rad));
}

export async function sättTid(exemplar, { gar_ut, nu: serverNu }) {
  const nu = Date.now();
  exemplar.garUt = påEnheten({ garUt: gar_ut, serverNu, nu });
  await läggOmKvar("exemplar", exemplar, exemplar.id);
  await läggOmKvar("annat", { namn: "klocka", sedd: nu }, exemplar.id);
}

export async function rubrik(exemplar) {
  return text.decode(await låsUpp(exemplar.nyckel, "rubrik", exemplar.rubrik));
}

export async function kasta(id) {
  await rensaCitat(id);
  for (const rad of await sidorna(id)) await taBort("sidor", rad.nyckel);
  await taBort("exemplar", id);
}

export async function kastaPapper(id, behåll) {
  const rader = await sidorna(id);
  const borta = rader.filter((rad) => rad.papper && !behåll.has(rad.papper));
  if (!borta.length) return;
  // Listan med anteckningar har citat ur papperen, och hämtas på nytt när det sparade uppdateras.
  const citaten = rader.filter((rad) => rad.adress.endsWith("/anteckningar/"));
  for (const rad of [...borta, ...citaten]) await taBort("sidor", rad.nyckel);
}

// Sidorna om mötet, utom papperens egna.
export async function kastaMötessidor(id) {
  for (const rad of await sidorna(id)) if (!rad.papper) await taBort("sidor", rad.nyckel);
}

// Allt, också det som inte är skickat.
export async function töm() {
  const lagren = Object.keys(LAGER);
  const skriv = (await databas()).transaction(lagren, "readwrite");
  await Promise.all(lagren.map((namn) => svar(skriv.objectStore(namn).clear())));
}

// "" när exemplaret får läsas, annars varför inte. Ett som har gått ut raderas här.
export async function läge(exemplar) {
  const nu = Date.now();
  const sedd = (await hämta("annat", "klocka"))?.sedd ?? 0;
  const hinder = pröva({ garUt: exemplar.garUt, sedd, nu });
  if (nu > sedd) await lägg("annat", { namn: "klocka", sedd: nu });
  if (hinder === "utgånget") await kasta(exemplar.id);
  return hinder;
}

// --- Sidorna ------------------------------------------------------------------------------------

export async function sidorna(id) {
  return svar((await lager("sidor")).index("exemplar").getAll(id));
}

export async function sparaSida(exemplar, resurs, svaret) {
  const innehåll = await svaret.arrayBuffer();
  const nyckel = `${exemplar.id}|${resurs.adress}`;
  const huvuden = {};
  for (const namn of ["content-type", "content-security-policy", "x-content-type-options"]) {
    if (svaret.headers.has(namn)) huvuden[namn] = svaret.headers.get(namn);
  }
  const rad = {
    nyckel,
    exemplar: exemplar.id,
    adress: resurs.adress,
    märke: resurs.marke,
    papper: resurs.papper,
    huvuden,
    byte: innehåll.byteLength,
    ...(await lås(exemplar.nyckel, nyckel, innehåll)),
  };
  await läggOmKvar("sidor", rad, exemplar.id);
}

export const taBortSida = (rad) => taBort("sidor", rad.nyckel);

export async function finns(adress) {
  return (await svar((await lager("sidor")).index("adress").getKey(adress))) !== undefined;
}

// Sidan på adressen, olåst: {huvuden, innehåll, exemplar} eller {hinder}; null om den inte är sparad.
export async function läsSida(adress) {
  const rad = await svar((await lager("sidor")).index("adress").get(adress));
  if (!rad) return null;
  const exemplar = await hämta("exemplar", rad.exemplar);
  if (!exemplar) return null;
  const hinder = await läge(exemplar);
  if (hinder) return { hinder };
  return { huvuden: rad.huvuden, exemplar, innehåll: await låsUpp(exemplar.nyckel, rad.nyckel, rad) };
}

// --- Anteckningarna som väntar på nätet ---------------------------------------------------------

// De har en egen nyckel: det som läsaren själv har skrivit ska finnas kvar också när exemplaret
// raderas, men inte det som är avskrivet ur pappret.
async function anteckningsnyckel() {
  const sparad = await hämta("annat", "anteckningsnyckel");
  if (sparad) return sparad.nyckel;
  const nyckel = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  await lägg("annat", { namn: "anteckningsnyckel", nyckel });
  return nyckel;
}

async function låsAnteckning(rad, fält) {
  const låst = await lås(await anteckningsnyckel(), rad.nyckel, kod.encode(JSON.stringify(fält)));
  await lägg("anteckningar", { ...rad, ...låst });
}

export async function köa(fält, exemplar) {
  const { möte, användare, id } = exemplar;
  const upptagen = !fält.nyckel || (await hämta("anteckningar", fält.nyckel));
  const nyckel = upptagen ? crypto.randomUUID() : fält.nyckel;
  const rad = { nyckel, möte, användare, exemplar: id, skapad: Date.now(), fel: "" };
  await låsAnteckning(rad, { ...fält, nyckel });
}

export async function väntande(möte) {
  const ut = [];
  for (const rad of await alla("anteckningar")) {
    if (möte && rad.möte !== möte) continue;
    const öppen = await låsUpp(await anteckningsnyckel(), rad.nyckel, rad);
    ut.push({ ...rad, fält: JSON.parse(text.decode(öppen)) });
  }
  return ut.sort((a, b) => a.skapad - b.skapad);
}

export const skickad = (nyckel) => taBort("anteckningar", nyckel);

export async function märkFel({ fält, ...rad }, fel) {
  await lägg("anteckningar", { ...rad, fel });
}

async function rensaCitat(id) {
  for (const { fält, ...rad } of await väntande()) {
    if (rad.exemplar !== id) continue;
    if (!fält.text.trim()) await skickad(rad.nyckel);
    else await låsAnteckning(rad, { ...fält, citat: "", fore: "", efter: "" });
  }
}

export async function enheten() {
  const sparad = await hämta("annat", "enhet");
  if (sparad) return sparad.id;
  const id = crypto.randomUUID();
  await lägg("annat", { namn: "enhet", id });
  return id;
}
