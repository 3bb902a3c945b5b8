// Hämtar ett mötes sidor och papper till enheten. Kan avbrytas, och fortsätter där den slutade.
import * as lager from "./lager.js";
import { skickaFormulär } from "./vakt.js";
import { storlek } from "../storlek.js";

export class Sparfel extends Error {}

// Så många hämtas på en gång: väntan på den ena sidan är tid för de andra.
const SAMTIDIGT = 4;
export async function utrymme() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { använt: usage, kvar: Math.max(0, quota - usage) };
}

// En ny nyckel, och listan på det som ska hämtas. Det som var sparat av mötet kastas.
export async function begär(adress, möte) {
  await navigator.storage?.persist?.();
  const svaret = await skickaFormulär(adress, { enhet: await lager.enheten() });
  if (svaret.status !== 201) throw new Sparfel("Servern delade inte ut någon nyckel. Ladda om sidan.");
  const utdelat = await svaret.json();
  const gammalt = await lager.exemplaretFör(möte);
  if (gammalt) await lager.kasta(gammalt.id);
  return { exemplar: await lager.nyttExemplar(utdelat, möte), lista: utdelat };
}

// Vad som ska vara sparat nu; null när exemplaret inte gäller längre, och då är det raderat.
export async function frågaLista(adress, exemplar) {
  const svaret = await fetch(`${adress}${exemplar.id}/`, { cache: "no-store" });
  if (svaret.status === 404 || svaret.status === 410) {
    await lager.kasta(exemplar.id);
    return null;
  }
  if (!svaret.ok || svaret.redirected) throw new Sparfel("Logga in igen för att fortsätta.");
  return svaret.json();
}

export async function hämta({ adress, exemplar, lista, signal, framsteg = () => {} }) {
  const sparade = new Map((await lager.sidorna(exemplar.id)).map((rad) => [rad.adress, rad]));
  const saknas = lista.resurser.filter((r) => sparade.get(r.adress)?.märke !== r.marke);
  const kvar = saknas.reduce((summa, r) => summa + r.byte, 0);
  if (kvar > (await utrymme()).kvar) {
    throw new Sparfel(`Enheten har inte plats: ${storlek(kvar)} till behövs.`);
  }
  const hela = lista.resurser.reduce((summa, r) => summa + r.byte, 0);
  const väntar = new Set(saknas);
  const säg = () => {
    const ofärdiga = new Set([...väntar].map((r) => r.papper).filter(Boolean));
    const byte = hela - [...väntar].reduce((summa, r) => summa + r.byte, 0);
    const papper = lista.antal_papper - lista.hemliga - ofärdiga.size;
    framsteg({ papper, av: lista.antal_papper, hemliga: lista.hemliga, byte, hela });
  };
  säg();
  await fleraISänder(saknas, signal, async (resurs, avbrott) => {
    await sparaEn(exemplar, resurs, avbrott);
    väntar.delete(resurs);
    säg();
  });
  const aktuella = new Set(lista.resurser.map((r) => r.adress));
  for (const [sida, rad] of sparade) if (!aktuella.has(sida)) await lager.taBortSida(rad);
  const byte = (await lager.sidorna(exemplar.id)).reduce((summa, rad) => summa + rad.byte, 0);
  const { version, dolt, antal_papper: antal, hemliga } = lista;
  const nu = { klart: true, rensat: false, version, dolt, antal, hemliga, byte };
  Object.assign(exemplar, nu, { sparad: Date.now() });
  await lager.sättTid(exemplar, lista);
  await skickaFormulär(`${adress}${exemplar.id}/klart/`);
}

// Det första felet, eller att läsaren avbryter, stoppar alla; inget hämtas vidare när det har kastat.
async function fleraISänder(resurser, signal, gör) {
  const avbrott = new AbortController();
  const avbryt = () => avbrott.abort();
  signal?.addEventListener("abort", avbryt);
  if (signal?.aborted) avbryt();
  const kö = resurser.values();
  let första = null;
  const arbeta = async () => {
    try {
      for (const resurs of kö) {
        avbrott.signal.throwIfAborted();
        await gör(resurs, avbrott.signal);
      }
    } catch (fel) {
      första ??= fel;
      avbryt();
    }
  };
  await Promise.all(Array.from({ length: SAMTIDIGT }, arbeta));
  signal?.removeEventListener("abort", avbryt);
  if (första) throw första;
}

async function sparaEn(exemplar, resurs, signal) {
  const svaret = await fetch(resurs.adress, {
    headers: { "X-Sparas": exemplar.id },
    cache: "no-store",
    signal,
  });
  if (!svaret.ok || svaret.redirected) {
    throw new Sparfel("Servern lämnade inte ut ett av papperen. Ladda om sidan och fortsätt.");
  }
  try {
    await lager.sparaSida(exemplar, resurs, svaret);
  } catch (fel) {
    if (fel.name === "QuotaExceededError") throw new Sparfel("Det finns inte plats på enheten.");
    throw fel;
  }
}
