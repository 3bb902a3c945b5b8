// Kontakten med servern: vad enheten får ha kvar, och anteckningarna som har väntat på nätet.
import * as lager from "./lager.js";

function csrf() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export function skickaFormulär(adress, fält = {}) {
  return fetch(adress, {
    method: "POST",
    body: new URLSearchParams(fält),
    headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
    cache: "no-store",
  });
}

const ärJson = (svaret) => svaret.headers.get("content-type")?.startsWith("application/json");

// Den som loggar in efter någon annan får inte dennes papper.
export async function kastaAndras(användare) {
  const [exemplar, anteckningar] = [await lager.exemplaren(), await lager.väntande()];
  if ([...exemplar, ...anteckningar].some((rad) => rad.användare !== användare)) await lager.töm();
}

// Frågar om varje exemplar gäller. Ger skälen till dem som har raderats; kastar utan nät.
export async function kontakt(adress) {
  const raderade = [];
  for (const exemplar of await lager.exemplaren()) {
    const { id, hemlighet } = exemplar;
    const svaret = await skickaFormulär(adress, { id, hemlighet });
    if (!ärJson(svaret)) continue;
    const besked = await svaret.json();
    if (svaret.status === 410) {
      await lager.kasta(id);
      raderade.push(besked.skal);
    } else if (svaret.ok) {
      if (exemplar.dolt !== besked.dolt) {
        // En punkt har blivit hemlig: det som står om den på mötets sida ska bort, också utan papper.
        await lager.kastaMötessidor(id);
        exemplar.dolt = besked.dolt;
        exemplar.rensat = true;
      }
      await lager.sättTid(exemplar, besked);
      await lager.kastaPapper(id, new Set(besked.papper));
    }
  }
  return raderade;
}

// Skickar det som väntar. Det som servern inte tar emot ligger kvar, med skälet.
export async function skickaVäntande(rot) {
  let skickade = 0;
  for (const rad of await lager.väntande()) {
    const svaret = await skickaFormulär(`${rot}${rad.möte}/sparat/anteckna/`, rad.fält);
    if (svaret.status === 201) {
      await lager.skickad(rad.nyckel);
      skickade += 1;
    } else if (svaret.status === 404) {
      await lager.märkFel(rad, "Du läser inte längre handlingarna till mötet.");
    } else if (ärJson(svaret)) {
      await lager.märkFel(rad, (await svaret.json()).fel);
    } else {
      // Utloggad, eller en server som inte mår bra: nästa gång.
      break;
    }
  }
  return skickade;
}
