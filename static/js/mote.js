// Mötets sida: tangenter, ett bortfallet nät och flera fönster.

// --- Tangenter ----------------------------------------------------------------------------------

const SKRIVFÄLT =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]";

// Knappar med data-tangent trycks med sin tangent, när ingen skriver i ett fält. Den som vill
// stänger av enkla tecken i användarmenyn (WCAG 2.1.4).
document.addEventListener("keydown", (händelse) => {
  if (händelse.defaultPrevented || händelse.isComposing || händelse.repeat) return;
  if (händelse.ctrlKey || händelse.metaKey || händelse.altKey) return;
  if (flyttaIListan(händelse)) return;
  if (document.documentElement.dataset.enklaTangenter === "av") return;
  if (händelse.target.closest(SKRIVFÄLT)) return;
  const knapp = document.querySelector(`[data-tangent="${CSS.escape(händelse.key)}"]`);
  if (!knapp || document.querySelector(".htmx-request")) return;
  händelse.preventDefault();
  knapp.focus();
  knapp.click();
});

// Pilarna går mellan personerna i närvarolistan när en av dem har fokus; Enter klickar.
function flyttaIListan(händelse) {
  const steg = { ArrowDown: 1, ArrowUp: -1 }[händelse.key];
  if (!steg || !händelse.target.matches?.(".plats__knapp")) return false;
  const knappar = [...document.querySelectorAll("[data-narvarolista] .plats__knapp")];
  const nästa = knappar[knappar.indexOf(händelse.target) + steg];
  if (nästa) {
    händelse.preventDefault();
    nästa.focus();
  }
  return true;
}

// Skript sätter style på element i sidan, och htmx kopierar attributen till de nya med samma id:
// det är ett brott mot CSP. Det gamla kastas ändå.
document.addEventListener("htmx:beforeSwap", (händelse) => {
  const mål = händelse.detail.target;
  mål?.removeAttribute("style");
  mål?.querySelectorAll("[style]").forEach((element) => element.removeAttribute("style"));
});

// --- Det som ska synas --------------------------------------------------------------------------

// Protokollet vid sidan följer med när det växer. Annars står det kvar där det lästes.
let lästes = { paragrafer: 0, rullat: 0 };

const spalten = () => document.querySelector("#mote[data-version] .mote__protokoll");

document.addEventListener("htmx:beforeSwap", (händelse) => {
  const spalt = spalten();
  if (händelse.detail.target?.id !== "mote" || !spalt) return;
  lästes = { paragrafer: spalt.querySelectorAll(".par").length, rullat: spalt.scrollTop };
});

function visaSenaste() {
  const spalt = spalten();
  if (!spalt) return;
  const vuxit = spalt.querySelectorAll(".par").length > lästes.paragrafer;
  spalt.scrollTop = vuxit ? spalt.scrollHeight : lästes.rullat;
}

// Steget på tur, eller felet, rullas fram när det hamnat utanför fönstret.
function visaSteget() {
  const mål = document.querySelector(".mote__fel, .fraga__steg") ?? document.querySelector(".aktuell");
  const ruta = mål?.getBoundingClientRect();
  if (!ruta) return;
  const syns = ruta.top >= 0 && ruta.top < window.innerHeight * 0.75;
  if (!syns && !skriver()) mål.scrollIntoView({ block: "start" });
}

// Redan när sidan är bytt: hinner ett annat fönsters ändring emellan ska den se spalten framrullad.
document.addEventListener("htmx:afterSwap", (händelse) => {
  if (händelse.detail.elt?.id === "mote") visaSenaste();
});
document.addEventListener("htmx:afterSettle", (händelse) => {
  if (händelse.detail.elt?.id !== "mote") return;
  visaSenaste();
  if (händelse.detail.requestConfig?.elt?.closest?.(".mote__nu")) visaSteget();
});
document.addEventListener("DOMContentLoaded", visaSenaste);

// --- Det skrivna i beslutet ----------------------------------------------------------------------

// ”Enligt förslag” beslutar förslagets text. Har någon skrivit något annat frågar sidan först.
document.addEventListener(
  "submit",
  (händelse) => {
    if (händelse.submitter?.id !== "enligt-forslag") return;
    const form = document.querySelector("form.aktuell__beslut");
    const ändrat = [...(form?.elements ?? [])].some(
      (fält) => fält.tagName === "TEXTAREA" && fält.value !== fält.defaultValue,
    );
    if (!ändrat) return;
    if (window.confirm("Du har skrivit en egen text. Besluta ändå som förslaget, utan din text?")) {
      return;
    }
    händelse.preventDefault();
    händelse.stopPropagation();
    form.querySelector("textarea")?.focus();
  },
  true,
);

// Den som behåller det som står när två har skrivit vill inte ha tillbaka sin egen text.
document.addEventListener("click", (händelse) => {
  const länk = händelse.target.closest?.("[data-slapp-utkast]");
  const formulär = länk?.closest("form");
  if (formulär) sessionStorage.removeItem(utkastetFör(formulär));
});

// --- Nätet ---------------------------------------------------------------------------------------

// En ändring som inte kom fram läggs i kö och skickas igen i samma ordning. Nyckeln gör att servern
// aldrig gör den två gånger. Kön ligger i flikens sessionStorage och överlever en omladdning.
// Det som servern till slut inte tog emot står kvar på sidan tills någon tagit hand om det.
const KÖ = "motesko";
const AVVISADE = "motesavvisade";
const OM_IGEN_MS = 3000;
const TILLFÄLLIGA_FEL = [0, 502, 503, 504];
let skickar = false;

function nyckel() {
  // randomUUID finns bara på https och localhost.
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function läsLista(namn) {
  const sparad = JSON.parse(sessionStorage.getItem(namn) ?? "null");
  return sparad?.av === document.body.dataset.anvandare ? sparad.poster : [];
}

function sparaLista(namn, poster) {
  if (poster.length === 0) sessionStorage.removeItem(namn);
  else {
    const av = document.body.dataset.anvandare;
    sessionStorage.setItem(namn, JSON.stringify({ av, poster }));
  }
}

const kön = () => läsLista(KÖ);

function spara(poster) {
  sparaLista(KÖ, poster);
  visaKön();
}

function visaKön() {
  const antal = kön().length;
  const ruta = document.querySelector("[data-vantar]");
  if (!ruta) return;
  const dold = ruta.hidden;
  ruta.hidden = antal === 0;
  const text = antal === 1 ? "1 ändring." : `${antal} ändringar.`;
  ruta.querySelector("[data-vantar-antal]").textContent = text;
  if (dold && antal > 0) {
    document.getElementById("kungorelse").textContent = "Väntar på nätet. Ändringen sparas.";
  }
}

function visaAvvisade() {
  const ruta = document.querySelector("[data-avvisade]");
  if (!ruta) return;
  const avvisade = läsLista(AVVISADE);
  ruta.hidden = avvisade.length === 0;
  ruta.querySelector("[data-avvisade-lista]").replaceChildren(...avvisade.map(avvisadRad));
}

function avvisadRad({ vad, skäl, nyckel: id }) {
  const rad = document.createElement("li");
  const rubrik = document.createElement("strong");
  rubrik.textContent = vad.rubrik;
  const knapp = document.createElement("button");
  knapp.type = "button";
  knapp.className = "ds-button liten";
  knapp.dataset.variant = "tertiary";
  knapp.textContent = "Ta bort ur listan";
  knapp.addEventListener("click", () => {
    sparaLista(AVVISADE, läsLista(AVVISADE).filter((post) => post.nyckel !== id));
    visaAvvisade();
  });
  const delar = [...vad.rader, skäl].map((text) => {
    const stycke = document.createElement("p");
    stycke.textContent = text;
    return stycke;
  });
  rad.append(rubrik, ...delar, knapp);
  return rad;
}

function avvisa(post, skäl) {
  sparaLista(AVVISADE, [...läsLista(AVVISADE), { vad: post.vad, skäl, nyckel: post.nyckel }]);
  visaAvvisade();
  document.getElementById("kungorelse").textContent = "En ändring som väntade på nätet sparades inte.";
}

// Varför servern inte tog emot: felet på den sida som den svarade med.
function skälet(status, html) {
  const fel = new DOMParser()
    .parseFromString(html, "text/html")
    .querySelector(".mote__fel p, .ds-error-summary, .ds-validation-message");
  return fel?.textContent.trim().replace(/\s+/g, " ") || `Servern svarade ${status}.`;
}

// Det som skickades, med formulärets egna ord.
function beskriv(formulär, knapp) {
  const under = document.getElementById("aktuell-rubrik")?.textContent.trim();
  const rubrik = knapp?.textContent.trim().replace(/\s+/g, " ") || "Ändring";
  return { rubrik: under ? `${under}: ${rubrik}` : rubrik, rader: fältIOrd(formulär) };
}

function fältIOrd(formulär) {
  const ord = [];
  for (const fält of formulär?.elements ?? []) {
    const kryss = ["checkbox", "radio"].includes(fält.type);
    if (!fält.name || ["hidden", "submit", "button"].includes(fält.type)) continue;
    if (kryss ? !fält.checked : !fält.value) continue;
    const etikett = fält.getAttribute("aria-label") ?? fält.labels?.[0]?.textContent ?? fält.name;
    const valt = fält.selectedOptions?.[0]?.textContent ?? fält.value;
    ord.push(`${etikett}${kryss ? "" : `: ${valt}`}`.trim().replace(/\s+/g, " "));
  }
  return ord;
}

const ändrar = (begäran) => begäran.verb !== "get" && begäran.elt.closest?.("#mote");

document.addEventListener("htmx:configRequest", (händelse) => {
  const begäran = händelse.detail;
  if (begäran.verb !== "get") begäran.headers["X-Andring"] ??= nyckel();
});

// Alla par i ordning, som htmx skulle ha skickat dem: flera med samma namn, och knappen som trycktes.
function läggIKö(begäran) {
  const formulär = formuläret(begäran.elt);
  const alla = [...begäran.formData.entries()];
  if (alla.some(([, värde]) => värde instanceof File && värde.size > 0)) {
    visaFilfel();
    return;
  }
  // En ny inloggning har en annan csrf-nyckel; ett tomt filfält är ingen fil.
  const par = alla.filter(
    ([namn, värde]) => namn !== "csrfmiddlewaretoken" && typeof värde === "string",
  );
  const utkast = utkastetFör(formulär);
  const vad = beskriv(formulär, begäran.triggeringEvent?.submitter);
  const id = begäran.headers["X-Andring"];
  spara([...kön(), { adress: begäran.path, par, nyckel: id, utkast, vad }]);
  begäran.elt.toggleAttribute("data-vantar-pa-natet", true);
}

// En fil ryms inte i fliken. Formuläret står kvar ifyllt, med sin fil, tills nätet är tillbaka.
function visaFilfel() {
  const ruta = document.querySelector("[data-fil-vantar]");
  ruta.hidden = false;
  ruta.scrollIntoView({ block: "nearest" });
  document.getElementById("kungorelse").textContent = ruta.textContent.trim();
}

// Som i utkast.js.
const utkastetFör = (formulär) => `utkast:${new URL(formulär.action, location.href).pathname}`;

const formuläret = (element) => (element.matches("form") ? element : element.closest("form"));

// Medan något väntar går nya ändringar sist i kön, annars byter de plats.
document.addEventListener("htmx:beforeRequest", (händelse) => {
  const begäran = händelse.detail.requestConfig;
  if (skickar || !ändrar(begäran) || kön().length === 0) return;
  händelse.preventDefault();
  läggIKö(begäran);
});

function bortfall(händelse) {
  const { requestConfig: begäran, xhr } = händelse.detail;
  if (!TILLFÄLLIGA_FEL.includes(xhr.status) || !ändrar(begäran)) return;
  händelse.preventDefault();
  läggIKö(begäran);
}
// I fångstfasen: beskedet ”Servern svarar inte” visas inte när ändringen är sparad.
for (const namn of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(namn, bortfall, true);
}

// Det som skrivits medan ändringen väntade är inte sparat och ska läggas tillbaka.
function släppUtkastet(namn) {
  if (JSON.parse(sessionStorage.getItem(namn) ?? "null")?.skickat) sessionStorage.removeItem(namn);
}

async function skickaKön() {
  const [post, ...resten] = kön();
  if (!post || skickar || document.querySelector(".htmx-request")) return;
  skickar = true;
  try {
    const svar = await fetch(post.adress, {
      method: "POST",
      body: new URLSearchParams(post.par),
      headers: {
        ...JSON.parse(document.body.getAttribute("hx-headers")),
        "HX-Request": "true",
        "X-Andring": post.nyckel,
      },
    });
    if (TILLFÄLLIGA_FEL.includes(svar.status)) return;
    const inloggning = document.querySelector('meta[name="inloggning"]').content;
    if (svar.redirected && new URL(svar.url).pathname === inloggning) {
      location.reload(); // kön finns kvar och skickas efter inloggningen
      return;
    }
    const html = await svar.text();
    if (svar.ok) släppUtkastet(post.utkast);
    else avvisa(post, skälet(svar.status, html));
    spara(resten);
    if (svar.ok || svar.status === 422) ritaOm(html);
    else hämtaNytt();
  } catch (fel) {
    if (!(fel instanceof TypeError)) throw fel; // TypeError: nätet är fortfarande borta
  } finally {
    skickar = false;
  }
  if (kön().length < resten.length + 1) skickaKön();
}

function ritaOm(html) {
  htmx.swap("#mote", html, { swapStyle: "outerHTML" });
}

document.addEventListener("htmx:load", () => {
  visaKön();
  visaAvvisade();
});
document.addEventListener("submit", (händelse) => {
  if (!händelse.target.matches("form[data-logga-ut]")) return;
  for (const namn of [KÖ, AVVISADE]) sessionStorage.removeItem(namn);
});

// --- Flera fönster -------------------------------------------------------------------------------

const FRÅGA_MS = 5000;
// Medan rösterna kommer in på egna enheter.
const FRÅGA_UNDER_RÖSTNING_MS = 2000;

// Rösterna som är ifyllda i listan men inte sparade.
const harIfylltRöster = () =>
  [...document.querySelectorAll("#mote .roster input")].some((f) => f.checked !== f.defaultChecked);

const skriver = () => {
  const aktivt = document.activeElement;
  const iFält = aktivt?.closest("#mote") && aktivt.matches("input, textarea, select");
  return Boolean(iFält || harIfylltRöster());
};

async function jämför() {
  const mötet = document.querySelector("#mote[data-version]");
  if (!mötet || document.hidden || skickar || document.querySelector(".htmx-request")) return;
  let svar;
  try {
    svar = await fetch(mötet.dataset.versionsadress, { headers: { "HX-Request": "true" } });
  } catch (fel) {
    if (fel instanceof TypeError) return; // nätet är borta: frågan ställs igen
    throw fel;
  }
  if (!svar.ok || svar.redirected) return;
  const { version } = await svar.json();
  // En egen ändring kan vara på väg: dess svar ritar om sidan, och ingen tangent ska gå förlorad.
  if (skickar || document.querySelector(".htmx-request")) return;
  const nu = document.querySelector("#mote[data-version]");
  if (!nu || Number(nu.dataset.version) >= version) return;
  // Den som skriver avbryts inte; det skrivna är sparat men markören skulle flytta sig.
  if (skriver()) nu.querySelector("[data-ny-version]").hidden = false;
  else hämtaNytt();
}

function hämtaNytt() {
  htmx.ajax("GET", location.pathname, { target: "#mote", swap: "outerHTML" }).then(() => {
    document.getElementById("kungorelse").textContent = "Mötet uppdaterades från ett annat fönster.";
  });
}

document.addEventListener("click", (händelse) => {
  if (!händelse.target.closest?.("[data-hamta-nytt]")) return;
  händelse.preventDefault();
  hämtaNytt();
});

async function jämförIgen() {
  await jämför();
  const röstas = document.querySelector("[data-rostning]");
  setTimeout(jämförIgen, röstas ? FRÅGA_UNDER_RÖSTNING_MS : FRÅGA_MS);
}

visaKön();
visaAvvisade();
skickaKön();
setInterval(skickaKön, OM_IGEN_MS);
window.addEventListener("online", skickaKön);
setTimeout(jämförIgen, FRÅGA_UNDER_RÖSTNING_MS);
