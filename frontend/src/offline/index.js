// Läsrummets sidor: spara mötet på enheten, läsa det utan nät, och kontakten när nätet är tillbaka.
import { avisera } from "../avisering.js";
import { storlek } from "../storlek.js";
import * as lager from "./lager.js";
import { rita as ritaOsänt } from "./osant.js";
import { sök, träfflista } from "./sok.js";
import { Sparfel, begär, frågaLista, hämta, utrymme } from "./spara.js";
import { kastaAndras, kontakt, skickaFormulär, skickaVäntande } from "./vakt.js";

const { sw, rot, kontakt: kontaktadress } = document.currentScript.dataset;
const { sparat, anvandare, utanNat, skal } = document.body?.dataset ?? {};
const [, möte, punkt, marke] =
  new RegExp(`^${rot}(\\d+)/(?:(\\d+)/([0-9a-f]+)/)?`).exec(location.pathname) ?? [];
const adressen = `${rot}${möte}/sparat/`;
const NÄR = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
const DAG = { day: "numeric", month: "long" };
const datum = (tid, hur = DAG) =>
  new Date(Number(tid))
    .toLocaleString("sv-SE", hur)
    .replace(/(\d\d):(\d\d)/, "$1.$2")
    .replaceAll(" ", "\u00a0");

// Av alla papper som läsaren har på mötet: samma tal som när hen bläddrar i dem. Det som sparades
// innan de hemliga räknades har bara de sparade.
const antalet = ({ antal, hemliga = 0 }) =>
  hemliga ? `${antal - hemliga} av ${antal} papper` : `${antal} papper`;

const SKÄL = {
  saknas: "Den sidan är inte sparad på enheten. Den läses bara med nät.",
  kräver: "Det du försökte göra kräver nät. Försök igen när du har det.",
  utgånget: "Tiden för det sparade har gått ut, och det är raderat. Spara mötet igen när du har nät.",
  klockan:
    "Enhetens klocka har ställts tillbaka. Det sparade går att läsa igen när enheten har haft kontakt med servern.",
  raderat:
    "Det sparade är raderat från enheten. Utan nät nås inte servern: logga ut igen när du har nät.",
};

// --- Rutan på mötets sida -----------------------------------------------------------------------

class Ruta {
  constructor(rot_) {
    const del = (namn) => rot_.querySelector(`[data-${namn}]`);
    this.läge = del("lage");
    this.steg = del("steg");
    this.framsteg = del("framsteg");
    this.nytt = del("nytt");
    this.spara = del("spara");
    this.avbryt = del("avbryt");
    this.bort = del("ta-bort");
    this.utrymme = del("utrymme");
    this.avbrott = null;
    this.lista = null;
    this.spara.addEventListener("click", () => this.starta());
    this.avbryt.addEventListener("click", () => this.avbrott?.abort());
    this.bort.addEventListener("click", () => this.taBort());
  }

  async rita(exemplar, besked = "") {
    const { klart } = exemplar ?? {};
    const gammalt = klart && this.lista && this.lista.version !== exemplar.version;
    const vad = klart
      ? `Sparat ${datum(exemplar.sparad, NÄR)}: ${antalet(exemplar)}, ${storlek(exemplar.byte)}. ` +
        `Läses utan nät till och med ${datum(exemplar.garUt - 24 * 3600 * 1000)}.`
      : exemplar
        ? "Mötet är bara delvis sparat på den här enheten."
        : "Mötet är inte sparat på den här enheten.";
    this.läge.textContent = [besked, gammalt ? "Det sparade är inaktuellt." : "", vad]
      .filter(Boolean)
      .join(" ");
    this.spara.textContent = gammalt
      ? "Uppdatera det sparade"
      : klart
        ? "Spara på nytt"
        : exemplar
          ? "Fortsätt spara"
          : "Spara för läsning utan nät";
    this.spara.hidden = Boolean(sparat);
    this.spara.disabled = false;
    this.avbryt.hidden = true;
    this.bort.hidden = !exemplar;
    this.framsteg.hidden = true;
    this.steg.hidden = true;
    this.nytt.hidden = !gammalt || !this.lista.nytt.length;
    const punkter = gammalt ? this.lista.nytt : [];
    this.nytt.querySelector("ul").replaceChildren(
      ...punkter.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    const { använt, kvar } = await utrymme();
    this.utrymme.textContent = `På enheten används ${storlek(använt)}, och ${storlek(kvar)} är kvar.`;
  }

  async starta() {
    this.spara.disabled = true;
    this.avbrott = new AbortController();
    let exemplar = await lager.exemplaretFör(möte);
    try {
      const gammalt = this.lista && this.lista.version !== exemplar?.version;
      // Ett helt och aktuellt exemplar sparas på nytt med en ny nyckel, och därmed längre.
      if (!exemplar || (exemplar.klart && !gammalt)) {
        ({ exemplar, lista: this.lista } = await begär(adressen, möte));
      } else {
        this.lista = await frågaLista(adressen, exemplar);
        if (!this.lista) ({ exemplar, lista: this.lista } = await begär(adressen, möte));
      }
      await this.hämta(exemplar);
      await this.rita(exemplar, "Klart.");
    } catch (fel) {
      const avbrutet = fel.name === "AbortError";
      const text =
        fel instanceof lager.Raderat
          ? "Det sparade raderades från enheten under tiden."
          : fel instanceof Sparfel
            ? fel.message
            : "Servern svarar inte. Fortsätt när du har nät.";
      await this.rita(await lager.exemplaretFör(möte), avbrutet ? "Avbrutet." : text);
    }
    const sist = this.spara.hidden ? this.bort : this.spara;
    sist.focus();
  }

  async hämta(exemplar) {
    this.läge.textContent = "Sparar. Stanna på sidan tills det är klart.";
    this.framsteg.hidden = false;
    this.steg.hidden = false;
    this.avbryt.hidden = false;
    this.bort.hidden = true;
    this.avbryt.focus();
    await hämta({
      adress: adressen,
      exemplar,
      lista: this.lista,
      signal: this.avbrott.signal,
      framsteg: ({ papper, av, hemliga, byte, hela }) => {
        this.framsteg.max = hela || 1;
        this.framsteg.value = byte;
        const inte = hemliga ? ` (${hemliga} är hemliga och sparas inte)` : "";
        this.steg.textContent = `${papper} av ${av} papper${inte}, ${storlek(byte)} av ${storlek(hela)}`;
      },
    });
  }

  async taBort() {
    const exemplar = await lager.exemplaretFör(möte);
    if (exemplar) {
      await lager.kasta(exemplar.id);
      // Utan nät står raden kvar på servern tills den går ut; nyckeln är borta.
      await skickaFormulär(`${adressen}${exemplar.id}/ta-bort/`).catch(() => null);
    }
    this.lista = null;
    await this.rita(null, "Borttaget.");
    this.spara.focus();
  }
}

// --- Med nät ------------------------------------------------------------------------------------

async function medNät(ruta) {
  if (anvandare) await kastaAndras(anvandare);
  const raderade = await kontakt(kontaktadress);
  const exemplar = möte ? await lager.exemplaretFör(möte) : null;
  const skickade = anvandare ? await skickaVäntande(rot) : 0;
  if (skickade) {
    const en = skickade === 1;
    avisera({
      text: `${en ? "1 anteckning" : `${skickade} anteckningar`} från när du var utan nät är ${en ? "skickad" : "skickade"}.`,
      färg: "success",
      länktext: "Visa dem här",
      adress: location.href.split("#")[0],
    });
  }
  if (exemplar?.klart && anvandare) await uppdatera(exemplar, ruta);
  for (const skäl of raderade) avisera({ text: `Det sparade är raderat från enheten. ${skäl}` });
}

// Nya anteckningar följer med av sig själva, och mötets sida när den har rensats från något hemligt;
// nya papper hämtas annars när läsaren säger till.
async function uppdatera(exemplar, ruta) {
  const lista = await frågaLista(adressen, exemplar);
  if (ruta) ruta.lista = lista;
  if (lista && (lista.version === exemplar.version || exemplar.rensat)) {
    await hämta({ adress: adressen, exemplar, lista });
  }
}

// --- Utan nät -----------------------------------------------------------------------------------

function rutaÖverst(text, länk) {
  const ruta = document.createElement("div");
  ruta.className = "ds-alert lasrum__utan-nat";
  ruta.dataset.color = "info";
  ruta.setAttribute("role", "status");
  const stycke = document.createElement("p");
  stycke.textContent = text;
  ruta.append(stycke);
  document.querySelector("main").prepend(ruta);
  return () => {
    if (stycke.querySelector("a")) return;
    const a = document.createElement("a");
    a.className = "ds-link";
    a.href = länk;
    a.textContent = "Läs med nät";
    stycke.append(" Nätet är tillbaka. ", a);
  };
}

async function visaSparat() {
  const val = new URLSearchParams(location.search);
  const nätetÄrTillbaka = rutaÖverst(
    Number(sparat)
      ? `Utan nät. Du läser det som sparades ${datum(sparat, NÄR)}.`
      : "Utan nät. Du läser det som hann sparas innan sparandet avbröts.",
    location.pathname,
  );
  document.querySelector(".sidhuvud__namn").href = rot;
  const text = document.querySelector(".lasrum__text");
  if (text && val.get("text") === "stor") text.classList.add("lasrum__text--stor");
  if (val.has("tom")) {
    const ruta = document.querySelector("[data-anteckna]");
    ruta.open = true;
    const fel = document.createElement("p");
    fel.className = "varning-text";
    fel.setAttribute("role", "alert");
    fel.textContent = "Skriv något, eller markera text i pappret.";
    ruta.querySelector("form").prepend(fel);
  }
  const fråga = val.get("q")?.trim();
  if (fråga) await visaTräffar(fråga);
  return nätetÄrTillbaka;
}

async function visaTräffar(fråga) {
  const exemplar = await lager.exemplaretFör(möte);
  if (!exemplar) return;
  const fält = document.querySelector(".lasrum__sok [name=q]");
  fält.value = fråga;
  const träffar = await sök(exemplar, fråga, punkt ? location.pathname : "");
  const ut = träfflista(fråga, träffar);
  fält.form.after(ut);
  const punkterna = punkt ? null : document.getElementById("punkter-rubrik")?.parentElement;
  if (!punkterna) return;
  punkterna.hidden = true;
  const alla = document.createElement("a");
  alla.className = "ds-link";
  alla.href = location.pathname;
  alla.textContent = "Visa alla punkter";
  ut.append(alla);
}

async function visaReserv() {
  const skäl = new URLSearchParams(location.search).get("skal") ?? skal;
  const text = SKÄL[skäl];
  if (text) {
    const ruta = document.querySelector("[data-skal]:not(body)");
    ruta.querySelector("p").textContent = text;
    ruta.hidden = false;
  }
  const lista = document.querySelector("[data-sparade]");
  for (const exemplar of await lager.exemplaren()) {
    const sidan = `${rot}${exemplar.möte}/`;
    if ((await lager.läge(exemplar)) || !(await lager.finns(sidan))) continue;
    const länk = document.createElement("a");
    länk.className = "lasrum__rad";
    länk.href = sidan;
    const rubrik = document.createElement("span");
    rubrik.className = "lasrum__rubrik";
    rubrik.textContent = await lager.rubrik(exemplar);
    const när = document.createElement("span");
    när.className = "dampad";
    när.textContent = exemplar.klart
      ? `${antalet(exemplar)}, sparat ${datum(exemplar.sparad, NÄR)}`
      : "delvis sparat";
    länk.append(rubrik, när);
    const rad = document.createElement("li");
    rad.append(länk);
    lista.append(rad);
  }
  lista.hidden = !lista.children.length;
  document.querySelector("[data-inget-sparat]").hidden = !lista.hidden;
}

// --- Start --------------------------------------------------------------------------------------

async function börja() {
  const plats = document.querySelector("[data-sparat-ruta]");
  if (!navigator.serviceWorker || !crypto.subtle) {
    if (plats) {
      plats.querySelector("[data-lage]").textContent =
        "Läsning utan nät kräver en krypterad anslutning (https) och en webbläsare som kan lagra.";
      plats.querySelector("[data-spara]").hidden = true;
    }
    return;
  }
  const ruta = plats ? new Ruta(plats) : null;
  const tillbaka = sparat !== undefined ? await visaSparat() : null;
  if (utanNat !== undefined) await visaReserv();
  const försök = async () => {
    try {
      if (navigator.onLine) {
        await medNät(ruta);
        tillbaka?.();
      }
    } catch (fel) {
      // TypeError är webbläsarens ord för att nätet är borta; Raderat att läsaren loggade ut.
      const väntat = [TypeError, Sparfel, lager.Raderat].some((slag) => fel instanceof slag);
      if (!väntat) throw fel;
    }
    if (ruta) await ruta.rita(await lager.exemplaretFör(möte));
    if (document.querySelector("main")) await ritaOsänt({ möte, punkt, marke, rot });
  };
  addEventListener("online", försök);
  if (sparat === undefined && utanNat === undefined) {
    await navigator.serviceWorker.register(sw, { scope: rot });
  }
  await försök();
  document.documentElement.dataset.offlineKlar = "";
}

börja();
