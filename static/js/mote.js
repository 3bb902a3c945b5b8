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

// --- Nätet ---------------------------------------------------------------------------------------

// En ändring som inte kom fram läggs i kö och skickas igen i samma ordning. Nyckeln gör att servern
// aldrig gör den två gånger. Kön ligger i flikens sessionStorage och överlever en omladdning.
const KÖ = "motesko";
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

function kön() {
  const sparad = JSON.parse(sessionStorage.getItem(KÖ) ?? "null");
  return sparad?.av === document.body.dataset.anvandare ? sparad.poster : [];
}

function spara(poster) {
  if (poster.length === 0) sessionStorage.removeItem(KÖ);
  else {
    const av = document.body.dataset.anvandare;
    sessionStorage.setItem(KÖ, JSON.stringify({ av, poster }));
  }
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

const ändrar = (begäran) => begäran.verb !== "get" && begäran.elt.closest?.("#mote");

document.addEventListener("htmx:configRequest", (händelse) => {
  const begäran = händelse.detail;
  if (begäran.verb !== "get") begäran.headers["X-Andring"] ??= nyckel();
});

function läggIKö(begäran) {
  const formulär = formuläret(begäran.elt);
  const värden = Object.fromEntries(new FormData(formulär).entries());
  delete värden.csrfmiddlewaretoken; // en ny inloggning har en annan
  const utkast = `utkast:${new URL(formulär.action, location.href).pathname}`; // som i utkast.js
  spara([...kön(), { adress: begäran.path, värden, nyckel: begäran.headers["X-Andring"], utkast }]);
  begäran.elt.toggleAttribute("data-vantar-pa-natet", true);
}

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
      body: new URLSearchParams(post.värden),
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
    spara(resten);
    if (svar.ok) släppUtkastet(post.utkast);
    if (svar.ok || svar.status === 422) ritaOm(await svar.text());
    else {
      window.alert(`En ändring kunde inte sparas (${svar.status}). Gå igenom närvaron och besluten.`);
      location.reload();
    }
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

document.addEventListener("htmx:load", visaKön);
document.addEventListener("submit", (händelse) => {
  if (händelse.target.matches("form[data-logga-ut]")) sessionStorage.removeItem(KÖ);
});

// --- Flera fönster -------------------------------------------------------------------------------

const FRÅGA_MS = 5000;

const skriver = () => {
  const aktivt = document.activeElement;
  return Boolean(aktivt?.closest("#mote") && aktivt.matches("input, textarea, select"));
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

visaKön();
skickaKön();
setInterval(skickaKön, OM_IGEN_MS);
window.addEventListener("online", skickaKön);
setInterval(jämför, FRÅGA_MS);
