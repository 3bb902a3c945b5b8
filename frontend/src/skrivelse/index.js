// Skrivelsens redigerare. Textrutorna bär texten som sparas; redigeraren visar och skriver den.
// Utan skript är det rutorna man skriver i.
import { Editor } from "@tiptap/core";
import { avisera, ta_bort } from "../avisering.js";
import { aktiveraBilder, bildfiler } from "./bilder.js";
import { aktiveraFörhandsvisning } from "./forhandsvisning.js";
import { aktiveraFotnoter, noterna } from "./fotnoter.js";
import { iCellen, städa } from "./inklistrat.js";
import { kommentarer, märkUtanför } from "./kommentarer.js";
import { glömAlla, lager } from "./lokalt.js";
import { aktiveraSatser } from "./satser.js";
import { utvidgningar } from "./schema.js";
import { aktiveraSök, Sökträffar } from "./sok.js";
import { text } from "./text.js";
import { aktiveraVerktyg } from "./verktyg.js";

const SKRIV_EFTER_MS = 250;
// Kopian i webbläsaren är hela skrivelsen: den skrivs när den som skriver gör en paus.
const KOPIERA_EFTER_MS = 1000;

const formulär = document.getElementById("skrivelse");
const märken = JSON.parse(document.getElementById("kommentarmarken")?.textContent ?? "[]");
const rutor = [];
const bilder = aktiveraBilder(formulär, document.getElementById("bildruta"));
const fotnoter = aktiveraFotnoter(document.getElementById("fotnotsruta"));
let klistradeFiler = [];
const visaNoter = () => noterna(rutor, fotnoter.öppna);

function skapa(ruta) {
  const fält = ruta.querySelector("textarea");
  const etikett = ruta.querySelector("label");
  const id = fält.id;
  const beskrivning = fält.getAttribute("aria-describedby");
  const attribut = {
    id,
    class: "skrivyta",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": etikett.id,
    lang: "sv",
    spellcheck: "true",
  };
  if (beskrivning) attribut["aria-describedby"] = beskrivning;
  if (fält.getAttribute("aria-invalid")) attribut["aria-invalid"] = "true";
  if (fält.required) attribut["aria-required"] = "true";
  fält.id = `${id}_text`;
  fält.hidden = true;
  etikett.removeAttribute("for");

  const plats = document.createElement("div");
  const notlista = document.createElement("ol");
  notlista.className = "notlista";
  notlista.setAttribute("aria-label", `Fotnoter, ${etikett.firstChild.textContent.trim()}`);
  notlista.hidden = true;
  fält.after(plats, notlista);
  let väntan;
  let lämnaMedTab = false;
  let json = null;
  const post = {
    fält,
    editor: null,
    skriv,
    notlista,
    // Ett långt avsnitt görs om bara när det har ändrats.
    dokument: () => (json ??= post.editor.getJSON()),
    glöm: () => (json = null),
  };

  function taEmotFiler(data, pos) {
    const filer = bildfiler(data);
    if (filer.length) bilder.läggIn(post.editor, filer, pos);
    return filer.length > 0;
  }

  function skriv() {
    if (väntan === undefined) return;
    clearTimeout(väntan);
    väntan = undefined;
    fält.value = text(post.dokument());
    visaNoter();
    fält.dispatchEvent(new Event("input", { bubbles: true }));
  }

  post.editor = new Editor({
    element: { mount: plats },
    injectCSS: false,
    extensions: [
      ...utvidgningar,
      Sökträffar,
      kommentarer(märken.filter(({ falt }) => falt === fält.name)),
    ],
    content: JSON.parse(ruta.querySelector("script").textContent),
    editorProps: {
      attributes: attribut,
      transformPastedHTML(html) {
        const { html: ren, bilder: funna } = städa(html);
        const filer = klistradeFiler;
        // Bilderna söks upp när de står i texten.
        if (funna.length) setTimeout(() => bilder.taEmot(post.editor, funna, filer));
        return ren;
      },
      handlePaste(vy, händelse, skiva) {
        const html = händelse.clipboardData.getData("text/html");
        if (!html && taEmotFiler(händelse.clipboardData)) return true;
        return iCellen(vy, skiva);
      },
      handleDrop(vy, händelse) {
        const { clientX: left, clientY: top } = händelse;
        const data = händelse.dataTransfer;
        return taEmotFiler(data, vy.posAtCoords({ left, top })?.pos) || blirBilagor(data);
      },
      handleKeyDown(_vy, händelse) {
        if (händelse.key !== "Enter") return false;
        const { node, from } = post.editor.state.selection;
        if (node?.type.name === "bild") bilder.öppna(post.editor, from);
        else if (node?.type.name === "fotnot") fotnoter.öppna(post.editor, from);
        else return false;
        return true;
      },
      handleClickOn(_vy, _pos, nod, platsen) {
        if (nod.type.name !== "fotnot") return false;
        fotnoter.öppna(post.editor, platsen);
        return true;
      },
      handleDOMEvents: {
        // Efter Esc lämnar Tab texten i stället för att byta cell eller nivå (WCAG 2.1.2).
        paste(_vy, händelse) {
          klistradeFiler = bildfiler(händelse.clipboardData);
          return false;
        },
        keydown(_vy, händelse) {
          if (händelse.key === "Tab" && lämnaMedTab) return true;
          if (händelse.key !== "Shift") lämnaMedTab = händelse.key === "Escape";
          return false;
        },
      },
    },
    onUpdate() {
      json = null;
      clearTimeout(väntan);
      väntan = setTimeout(skriv, SKRIV_EFTER_MS);
    },
    onFocus: () => verktyg.gäller(post.editor),
    onTransaction: () => verktyg?.uppdateraSnart(),
    onBlur: skriv,
  });
  post.editor.storage.bild.öppna = bilder.öppna;
  etikett.addEventListener("click", () => post.editor.commands.focus());
  return post;
}

const skrivAlla = () => rutor.forEach((ruta) => ruta.skriv());

// --- Det skrivna i webbläsaren ------------------------------------------------------------------

const minne = lager(document.body.dataset.anvandare, formulär.dataset.skrivelse);
const läget = () => document.getElementById("sparlage");
const revisionen = () => document.getElementById("id_revision");
let senastÄndrat = 0;
let skickat = 0;
let osparat = false;

const fälten = () =>
  [...formulär.elements].filter((f) => f.name && !["hidden", "submit", "button", "radio"].includes(f.type));

const värden = () => fälten().map((f) => [f.name, f.value]);

let kopieras;

function läggSnart() {
  clearTimeout(kopieras);
  kopieras = setTimeout(lägg, KOPIERA_EFTER_MS);
}

// Det som väntar läggs genast när sidan lämnas, och när sparningen inte nådde fram.
function läggNu() {
  if (kopieras !== undefined) lägg();
}

function lägg() {
  clearTimeout(kopieras);
  kopieras = undefined;
  const gick = minne.lägg({
    revision: revisionen().value,
    fält: värden(),
    dokument: rutor.map(({ fält, dokument }) => [fält.name, dokument()]),
  });
  if (!gick) avisera({ text: "Webbläsaren kan inte spara en kopia av texten." });
}

formulär.addEventListener("input", (händelse) => {
  // Redigerarens egna händelser följs av rutans, när texten är skriven.
  if (!händelse.target.name) return;
  senastÄndrat = Date.now();
  osparat = true;
  läggSnart();
});

function säg(mening) {
  const rad = document.createElement("p");
  rad.id = "sparlage";
  rad.className = "liten varning-text";
  rad.setAttribute("role", "status");
  rad.textContent = mening;
  läget().replaceWith(rad);
}

const ärSparning = (händelse) =>
  händelse.detail.requestConfig?.path === formulär.dataset.sparaAdress;
const ärNärvaro = (händelse) => händelse.detail.elt?.id === "narvaro";

// Vad rutorna hade när texten skickades, och från vilken revision.
let skickadeVärden = new Map();
let skickadRevision = "";
const SPARAR_EFTER_MS = 700;
let dröjer;

const perNamn = () => {
  const alla = new Map();
  for (const [namn, värde] of värden()) alla.set(namn, `${alla.get(namn) ?? ""}\0${värde}`);
  return alla;
};

document.addEventListener("htmx:beforeRequest", (händelse) => {
  if (!ärSparning(händelse)) return;
  skickat = Date.now();
  skickadeVärden = perNamn();
  skickadRevision = revisionen().value;
  clearTimeout(dröjer);
  dröjer = setTimeout(() => {
    if (!läget().matches(".varning-text")) läget().textContent = "Sparar …";
  }, SPARAR_EFTER_MS);
});

document.addEventListener("htmx:afterRequest", (händelse) => {
  if (ärSparning(händelse)) clearTimeout(dröjer);
});

// Ett förslag godtas i den text som är sparad nu.
document.addEventListener("htmx:afterSettle", () => {
  for (const fält of document.querySelectorAll("[data-revision]")) fält.value = revisionen().value;
});

// Det någon annan har skrivit i andra rutor har slagits ihop med mitt och ritas här.
document.addEventListener("htmx:afterSettle", () => {
  const källa = document.getElementById("andras");
  if (!källa) return;
  const andras = JSON.parse(källa.textContent);
  källa.remove();
  skrivAlla();
  const nu = perNamn();
  if (andras.some(({ namn }) => nu.get(namn) !== skickadeVärden.get(namn))) {
    // Jag hann skriva i samma ruta: då utgår jag fortfarande från det jag hade, och det blir en krock.
    revisionen().value = skickadRevision;
    return;
  }
  for (const { namn, text: nytt, dokument, html } of andras) {
    if (html !== undefined) {
      const satser = document.getElementById("id_satser");
      satser.outerHTML = html;
      htmx.process(document.getElementById("id_satser"));
      continue;
    }
    formulär.elements.namedItem(namn).value = nytt;
    const ruta = rutor.find((r) => r.fält.name === namn);
    if (!ruta) continue;
    ruta.editor.commands.setContent(dokument, { emitUpdate: false });
    ruta.glöm();
  }
  visaNoter();
  if (osparat) läggSnart();
});

document.addEventListener("htmx:afterRequest", (händelse) => {
  // Svaret som säger att inget sparades (422) är för htmx inget fel: texten ska då ligga kvar här.
  if (!ärSparning(händelse) || händelse.detail.xhr.status !== 200) return;
  const svar = händelse.detail.xhr.responseURL;
  if (new URL(svar, location.href).pathname !== formulär.dataset.sparaAdress) return;
  if (senastÄndrat > skickat) return;
  osparat = false;
  clearTimeout(kopieras);
  kopieras = undefined;
  minne.glöm();
  förhandsvisning.hämta();
});

for (const namn of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(namn, (händelse) => {
    if (ärNärvaro(händelse)) händelse.preventDefault();
    if (!ärSparning(händelse)) return;
    händelse.preventDefault();
    läggNu();
    säg("Ingen kontakt med servern. Det du skriver finns i webbläsaren och sparas när den är tillbaka.");
  }, { capture: true });
}

const försökIgen = () => {
  if (osparat) formulär.dispatchEvent(new Event("input", { bubbles: true }));
};
// Närvaron hörs av med jämna mellanrum: svarar servern på den tar den emot texten också.
document.addEventListener("htmx:afterRequest", (händelse) => {
  if (ärNärvaro(händelse) && händelse.detail.successful && läget().matches(".varning-text")) {
    försökIgen();
  }
});
window.addEventListener("online", försökIgen);

function fyll({ fält, dokument }) {
  fälten().forEach((f, i) => {
    f.value = fält[i][1];
  });
  for (const [namn, innehåll] of dokument) {
    const ruta = rutor.find((r) => r.fält.name === namn);
    ruta?.editor.commands.setContent(innehåll, { emitUpdate: false });
    ruta?.glöm();
  }
}

function läggTillbaka() {
  const kopia = minne.läs();
  const nu = värden();
  if (!kopia) return;
  // Det inskickade är framme när jag är den som sparade sist, efter den version jag skrev i.
  const framme =
    kopia.skickat &&
    "sparatAvMig" in formulär.dataset &&
    Number(revisionen().value) > Number(kopia.revision);
  const krock = document.getElementById("krock");
  if (!krock && (framme || JSON.stringify(kopia.fält) === JSON.stringify(nu))) {
    minne.glöm();
    return;
  }
  // Servern har redan lagt tillbaka det inskickade när den svarar med fel.
  if (document.querySelector("#krock, .ds-error-summary")) return;
  const ruta = document.getElementById("kopian");
  const samma = kopia.fält.map(([namn]) => namn).join() === nu.map(([namn]) => namn).join();
  const tid = new Date(kopia.tid).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
  ruta.querySelector("[data-tid]").textContent = tid;
  ruta.querySelector("[data-andrade-satser]").hidden = samma;
  ruta.querySelector("[data-lagg-tillbaka]").hidden = !samma;
  ruta.hidden = false;
  const ursprung = { fält: nu, dokument: rutor.map((r) => [r.fält.name, r.editor.getJSON()]) };
  const nuvarande = revisionen().value;
  ruta.querySelector("[data-kasta]").addEventListener("click", () => {
    fyll(ursprung);
    revisionen().value = nuvarande;
    minne.glöm();
    osparat = false;
    ruta.remove();
    rutor[0]?.editor.commands.focus();
  });
  if (!samma) {
    ruta.querySelector("[data-kopians-text]").value = kopia.fält
      .map(([, värde]) => värde)
      .join("\n\n");
    return;
  }
  fyll(kopia);
  // Har någon sparat sedan dess blir sparningen en krock, och båda texterna visas.
  revisionen().value = kopia.revision;
  osparat = true;
  // Htmx lyssnar först när sidan är färdig.
  window.addEventListener("load", försökIgen, { once: true });
}

// --- Filer som släpps utanför rutan blir bilagor -----------------------------------------------

// Webbläsaren öppnar annars filen i stället för sidan.
function blirBilagor(data) {
  const rutan = document.querySelector("#bilagedel input[type=file]");
  if (!data?.files.length || !rutan) return false;
  rutan.files = data.files;
  rutan.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

const harFiler = (händelse) => händelse.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (händelse) => {
  if (harFiler(händelse)) händelse.preventDefault();
});
document.addEventListener("drop", (händelse) => {
  if (händelse.defaultPrevented || !harFiler(händelse)) return;
  händelse.preventDefault();
  blirBilagor(händelse.dataTransfer);
});

// --- Igång --------------------------------------------------------------------------------------

// En omladdad sida får annars tillbaka webbläsarens eget minne av rutorna, bakom redigeraren.
for (const fält of fälten()) fält.value = fält.defaultValue;
let verktyg;
for (const ruta of document.querySelectorAll("[data-textruta]")) rutor.push(skapa(ruta));
const redigerare = rutor.map((ruta) => ruta.editor);
const raden = document.getElementById("verktyg");
const sök = aktiveraSök(document.getElementById("sokruta"), redigerare);
verktyg = aktiveraVerktyg(raden, {
  öppnaSök: sök.öppna,
  öppnaFotnot: fotnoter.öppna,
  öppnaBild: bilder.öppna,
  första: () => redigerare[0],
});
visaNoter();
aktiveraSatser();
märkUtanför(märken);
const förhandsvisning = aktiveraFörhandsvisning(
  document.getElementById("forhandsvisning"),
  formulär,
  () => osparat,
);
raden.hidden = rutor.length === 0;
if (redigerare.length) verktyg.gäller(redigerare[0]);
läggTillbaka();

document.addEventListener("submit", skrivAlla, { capture: true });
// Spara (Ctrl+S) laddar inte om sidan: skrivmärket ska stå där det står.
const SPARAD = "Texten är sparad.";
const SAGT_MS = 4000;
let sägsSparat = false;
formulär.addEventListener("submit", (händelse) => {
  const ärSpara = händelse.submitter?.value === "spara";
  if (!ärSpara || document.querySelector("#krock, .ds-error-summary")) return;
  händelse.preventDefault();
  händelse.stopImmediatePropagation();
  sägsSparat = true;
  htmx.trigger(formulär, "sparanu");
});
document.addEventListener("htmx:afterRequest", (händelse) => {
  if (!ärSparning(händelse) || !sägsSparat) return;
  sägsSparat = false;
  if (händelse.detail.xhr.status !== 200) return;
  avisera({ text: SPARAD, färg: "success" });
  setTimeout(() => ta_bort(SPARAD), SAGT_MS);
});
formulär.addEventListener("submit", () => {
  läggNu();
  const kopia = minne.läs();
  if (kopia) minne.lägg({ ...kopia, skickat: true });
});
document.addEventListener("htmx:configRequest", skrivAlla);
window.addEventListener("pagehide", () => {
  skrivAlla();
  läggNu();
});
document.addEventListener("submit", (händelse) => {
  if (händelse.target.matches("form[data-logga-ut]")) glömAlla();
});
document.addEventListener("click", (händelse) => {
  if (händelse.target.closest("[data-stang]")) händelse.target.closest("dialog").close();
});

document.addEventListener("keydown", (händelse) => {
  const styr = händelse.ctrlKey || händelse.metaKey;
  const tangent = händelse.key.toLowerCase();
  if (document.querySelector("dialog[open]")) return;
  if (styr && tangent === "s") formulär.querySelector("[value=spara]").click();
  else if (styr && tangent === "h" && redigerare.length) sök.öppna(document.activeElement);
  else if (styr && tangent === "k" && händelse.target.closest(".skrivyta")) verktyg.öppnaLänk();
  else if (styr && händelse.altKey && tangent === "f" && händelse.target.closest(".skrivyta")) {
    verktyg.öppnaFotnot();
  } else if (händelse.altKey && händelse.key === "F10") verktyg.fokusera();
  else return;
  händelse.preventDefault();
});
