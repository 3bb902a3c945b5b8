// PDF:en i sidan: bladen ritas när de närmar sig, texten går att söka i, markera och läsa upp.
import { GlobalWorkerOptions, TextLayer, getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const rot = document.querySelector("[data-pdf]");
const blad = rot.querySelector("[data-blad]");
const läge = rot.querySelector("[data-lage]");
const zoomText = rot.querySelector("[data-zoom]");
const sök = rot.querySelector("[data-sok]");
const ZOOM_MIN = 0.5;
const ZOOM_MAX = 4;
const STEG = 1.25;
// Bredare än så blir raderna svåra att följa; den som vill förstorar.
const BREDAST = 920;
// Mellanrum och bindestreck skiljer sig mellan PDF:ens rader och det som någon skriver.
const SKILJER_INTE = /[\s\u00ad-]/;

let pdf = null;
let zoom = 1;
let sidor = [];
let träffar = [];
let vald = -1;
let sökning = 0;

function packa(text) {
  return [...text.normalize("NFC")].filter((t) => !SKILJER_INTE.test(t)).join("").toLowerCase();
}

function alla(text, sökt) {
  const ut = [];
  for (let i = text.indexOf(sökt); sökt && i >= 0; i = text.indexOf(sökt, i + sökt.length)) {
    ut.push(i);
  }
  return ut;
}

// --- Bladen -------------------------------------------------------------------------------------

class Sida {
  constructor(nummer, pdfsida) {
    this.nummer = nummer;
    this.pdfsida = pdfsida;
    this.ritning = null;
    this.ritad = 0;
    this.textlager = null;
    this.rot = document.createElement("section");
    this.rot.className = "pdf__sida";
    this.rot.id = `sida-${nummer}`;
    this.rot.dataset.sida = nummer;
    this.rot.setAttribute("aria-label", `Sida ${nummer}`);
    this.duk = document.createElement("canvas");
    this.duk.setAttribute("aria-hidden", "true");
    this.rot.append(this.duk);
    blad.append(this.rot);
  }

  get vy() {
    const bredd = this.pdfsida.getViewport({ scale: 1 }).width;
    const plats = Math.min(blad.clientWidth, BREDAST);
    return this.pdfsida.getViewport({ scale: (plats / bredd) * zoom });
  }

  mät() {
    const { width, height } = this.vy;
    this.rot.style.width = `${Math.floor(width)}px`;
    this.rot.style.height = `${Math.floor(height)}px`;
    this.rot.style.setProperty("--total-scale-factor", this.vy.scale);
    this.rot.style.setProperty("--scale-round-x", "1px");
    this.rot.style.setProperty("--scale-round-y", "1px");
  }

  async text() {
    this.innehåll ??= await this.pdfsida.getTextContent();
    return this.innehåll;
  }

  async packad() {
    this.packadText ??= packa((await this.text()).items.map((i) => i.str ?? "").join(" "));
    return this.packadText;
  }

  async visaText() {
    if (this.textlager) return this.textlager;
    const lager = document.createElement("div");
    lager.className = "textLayer";
    lager.dataset.sidtext = "";
    this.textlager = (async () => {
      const textContentSource = await this.text();
      await new TextLayer({ textContentSource, container: lager, viewport: this.vy }).render();
      this.rot.append(lager);
      return lager;
    })();
    return this.textlager;
  }

  async rita() {
    const { vy } = this;
    if (this.ritad === vy.scale) return;
    this.ritad = vy.scale;
    this.ritning?.cancel();
    const täthet = Math.min(devicePixelRatio || 1, 2);
    this.duk.width = Math.floor(vy.width * täthet);
    this.duk.height = Math.floor(vy.height * täthet);
    this.ritning = this.pdfsida.render({
      canvas: this.duk,
      viewport: vy,
      transform: [täthet, 0, 0, täthet, 0, 0],
    });
    try {
      await this.ritning.promise;
    } catch (fel) {
      // En ny förstoring avbryter den förra ritningen.
      if (fel.name !== "RenderingCancelledException") throw fel;
      return;
    }
    await this.visaText();
    målaMarkeringar();
  }

  släpp() {
    this.ritning?.cancel();
    this.ritad = 0;
    this.duk.width = 0;
    this.duk.height = 0;
  }
}

const iakttagare = new IntersectionObserver(
  (rader) => {
    for (const rad of rader) {
      const sida = sidor[Number(rad.target.dataset.sida) - 1];
      // Ett stort paket ritas aldrig helt: bladen som har lämnats släpper sitt minne.
      if (rad.isIntersecting) sida.rita().catch(visaFel);
      else sida.släpp();
    }
  },
  { rootMargin: "100% 0px" },
);

function nuvarande() {
  const mitten = innerHeight / 2;
  const under = sidor.filter((s) => s.rot.getBoundingClientRect().top <= mitten);
  return under.at(-1) ?? sidor[0];
}

function sägLäge() {
  läge.textContent = `Sida ${nuvarande().nummer} av ${sidor.length}`;
}

function förstora(till) {
  const här = nuvarande();
  zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, till));
  zoomText.textContent = `${Math.round(zoom * 100)} %`;
  for (const sida of sidor) sida.mät();
  här.rot.scrollIntoView();
  for (const sida of sidor) if (sida.ritad) sida.rita().catch(visaFel);
}

function gåTill(nummer) {
  sidor[Math.min(sidor.length, Math.max(1, nummer)) - 1].rot.scrollIntoView();
  sägLäge();
}

// --- Det som är markerat ------------------------------------------------------------------------

// Var vart och ett av textlagrets packade tecken står.
function platser(lager) {
  const ut = [];
  const gång = document.createTreeWalker(lager, NodeFilter.SHOW_TEXT);
  while (gång.nextNode()) {
    const nod = gång.currentNode;
    for (let i = 0; i < nod.data.length; i += 1) {
      if (!SKILJER_INTE.test(nod.data[i])) ut.push([nod, i, nod.data[i].toLowerCase()]);
    }
  }
  return ut;
}

function områden(lager, sökt) {
  const tecken = platser(lager);
  const text = tecken.map((t) => t[2]).join("");
  return alla(text, sökt).map((i) => {
    const område = document.createRange();
    område.setStart(tecken[i][0], tecken[i][1]);
    const [nod, plats] = tecken[i + sökt.length - 1];
    område.setEnd(nod, plats + 1);
    return område;
  });
}

// Utan stöd för markeringar i webbläsaren går sökningen ändå till rätt sida.
function måla(namn, delar) {
  if (!CSS.highlights) return;
  CSS.highlights.set(namn, new Highlight(...delar));
}

function färdigaLager() {
  return sidor.flatMap((s) => {
    const lager = s.rot.querySelector(".textLayer");
    return lager ? [[s, lager]] : [];
  });
}

function målaMarkeringar() {
  const anteckningar = [...document.querySelectorAll("[data-citat]")];
  const sökt = packa(sök.elements.q.value);
  const egna = [];
  const funna = [];
  for (const [sida, lager] of färdigaLager()) {
    for (const a of anteckningar) {
      if (Number(a.dataset.sida) === sida.nummer) {
        egna.push(...områden(lager, packa(a.dataset.citat)).slice(0, 1));
      }
    }
    if (sökt) funna.push(...områden(lager, sökt));
  }
  måla("anteckning", egna);
  måla("sok", funna);
}

// --- Sökningen ----------------------------------------------------------------------------------

async function sökAllt() {
  const sökt = packa(sök.elements.q.value);
  const min = (sökning += 1);
  träffar = [];
  vald = -1;
  for (const sida of sidor) {
    const antal = sökt ? alla(await sida.packad(), sökt).length : 0;
    if (min !== sökning) return;
    for (let nr = 0; nr < antal; nr += 1) träffar.push([sida, nr]);
  }
  målaMarkeringar();
  if (träffar.length) await tillTräff(0);
  else sägTräff(sökt ? "Inga träffar" : "");
}

function sägTräff(text) {
  rot.querySelector("[data-traffar]").textContent = text;
}

async function tillTräff(nummer) {
  if (!träffar.length) return;
  vald = (nummer + träffar.length) % träffar.length;
  const [sida, nr] = träffar[vald];
  const lager = await sida.visaText();
  const område = områden(lager, packa(sök.elements.q.value))[nr];
  målaMarkeringar();
  måla("vald", område ? [område] : []);
  const mål = område?.startContainer.parentElement ?? sida.rot;
  mål.scrollIntoView({ block: "center" });
  sägTräff(`Träff ${vald + 1} av ${träffar.length}, sida ${sida.nummer}`);
}

// --- Start --------------------------------------------------------------------------------------

function visaFel(fel) {
  rot.querySelector("[data-fel]").hidden = false;
  läge.textContent = "";
  throw fel;
}

async function öppna() {
  const { adress, arbetare, typsnitt, avkodare } = rot.dataset;
  GlobalWorkerOptions.workerPort = new Worker(arbetare, { type: "module" });
  pdf = await getDocument({
    url: adress,
    standardFontDataUrl: typsnitt,
    wasmUrl: avkodare,
    // Sidans CSP tillåter varken eval eller WebAssembly; det som behövs finns som vanligt skript.
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
  }).promise;
  for (let nr = 1; nr <= pdf.numPages; nr += 1) sidor.push(new Sida(nr, await pdf.getPage(nr)));
  for (const sida of sidor) {
    sida.mät();
    iakttagare.observe(sida.rot);
  }
  sägLäge();
  const ankare = location.hash.match(/^#sida-(\d+)$/);
  if (ankare) gåTill(Number(ankare[1]));
  if (sök.elements.q.value) await sökAllt();
  rot.dataset.klar = "";
}

rot.querySelector("[data-storre]").addEventListener("click", () => förstora(zoom * STEG));
rot.querySelector("[data-mindre]").addEventListener("click", () => förstora(zoom / STEG));
rot.querySelector("[data-forra]").addEventListener("click", () => gåTill(nuvarande().nummer - 1));
rot.querySelector("[data-nasta]").addEventListener("click", () => gåTill(nuvarande().nummer + 1));
rot.querySelector("[data-forra-traff]").addEventListener("click", () => tillTräff(vald - 1));
sök.addEventListener("submit", (e) => {
  e.preventDefault();
  const samma = träffar.length && sök.dataset.sokt === sök.elements.q.value;
  sök.dataset.sokt = sök.elements.q.value;
  (samma ? tillTräff(vald + 1) : sökAllt()).catch(visaFel);
});
addEventListener("scroll", () => sidor.length && sägLäge(), { passive: true });
addEventListener("hashchange", () => {
  const ankare = location.hash.match(/^#sida-(\d+)$/);
  if (ankare && sidor.length) gåTill(Number(ankare[1]));
});
let bredd = blad.clientWidth;
new ResizeObserver(() => {
  if (blad.clientWidth === bredd || !sidor.length) return;
  bredd = blad.clientWidth;
  förstora(zoom);
}).observe(blad);

öppna().catch(visaFel);
