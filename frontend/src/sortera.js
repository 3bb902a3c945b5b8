// Ordningen i en lista ändras på servern; skriptet skickar bara vart raden ska och flyttar
// tillbaka fokus när listan ritats om. Knapparna i raden är vanliga formulär som gör detsamma.

import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { kungör } from "./kungor.js";

// Sortable lämnar style-attribut efter sig på raderna. Att htmx inte sätter dem på de nya står i
// htmx-config i bas.html; annars vore det ett brott mot CSP.
const RAD = "[data-rad]";
// Vad som ska få fokus och höras när listan kommit tillbaka från servern.
let väntar = null;

// htmx avvisar löftet vid nätfel; beskedet till användaren och återställningen sker i händelserna.
const fångatAvHändelserna = () => undefined;

const rader = (lista) => [...lista.querySelectorAll(`:scope > ${RAD}`)];

function avsnittFöre(rad) {
  for (let syskon = rad.previousElementSibling; syskon; syskon = syskon.previousElementSibling) {
    if (syskon.dataset.avsnitt !== undefined) return syskon.dataset.avsnitt;
  }
  return "";
}

function skicka(lista, adress, rad, uppgift) {
  const alla = rader(lista);
  const index = alla.indexOf(rad);
  väntar = { lista: lista.id, id: rad.dataset.id, knapp: null, före: uppgift.före };
  lista.setAttribute("aria-busy", "true");
  return window.htmx.ajax("POST", adress, {
    source: lista,
    target: lista.dataset.sorteraMal || `#${lista.id}`,
    swap: "outerHTML",
    values: {
      plats: index + 1,
      efter: index > 0 ? alla[index - 1].dataset.id : "",
      avsnitt: avsnittFöre(rad),
    },
  });
}

function återställ(lista, ordning) {
  for (const nod of ordning) lista.append(nod);
  lista.removeAttribute("aria-busy");
}

function göraDragbar(lista) {
  let ordning = [];
  let före = 0;
  Sortable.create(lista, {
    group: { name: lista.dataset.grupp || lista.id, pull: false, put: true },
    draggable: RAD,
    handle: "[data-grepp]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    ghostClass: "punkt--dras",
    chosenClass: "punkt--lyft",
    // En tryckning på pekskärm ska kunna rulla sidan; först efter en kort paus lyfts raden.
    delay: 120,
    delayOnTouchOnly: true,
    onStart(händelse) {
      ordning = [...lista.children];
      före = rader(lista).indexOf(händelse.item) + 1;
    },
    onUpdate(händelse) {
      const rad = händelse.item;
      const ursprung = ordning;
      skicka(lista, rad.dataset.flyttaUrl, rad, { före }).catch(fångatAvHändelserna);
      lista.addEventListener(
        "htmx:afterRequest",
        (svar) => {
          if (!svar.detail.successful) återställ(lista, ursprung);
        },
        { once: true },
      );
    },
    onAdd(händelse) {
      // Kopian från förrådet är bara en bild av raden; servern lägger till den riktiga.
      const kopia = händelse.item;
      const adress = kopia.dataset.laggTillUrl;
      skicka(lista, adress, kopia, { före: 0 }).catch(fångatAvHändelserna);
      kopia.remove();
      väntar = null;
    },
  });
}

function göraTillFörråd(förråd) {
  Sortable.create(förråd, {
    group: { name: förråd.dataset.pool, pull: "clone", put: false },
    sort: false,
    draggable: RAD,
    handle: "[data-grepp]",
    delay: 120,
    delayOnTouchOnly: true,
    ghostClass: "punkt--dras",
  });
}

// Bara en rad i taget är ett tabbstopp; j och k flyttar stoppet.
function rullandeTabbstopp(lista) {
  rader(lista).forEach((rad, i) => {
    rad.tabIndex = i === 0 ? 0 : -1;
  });
}

function sättTabbstopp(rad) {
  for (const annan of rader(rad.parentElement)) annan.tabIndex = annan === rad ? 0 : -1;
}

export function nästaRad(från, steg) {
  const nuvarande = från.closest?.(RAD);
  const lista = nuvarande?.parentElement ?? document.querySelector("[data-sortera], [data-rader]");
  if (!lista) return false;
  const alla = rader(lista);
  if (alla.length === 0) return false;
  const i = nuvarande ? alla.indexOf(nuvarande) + steg : 0;
  const rad = alla[Math.max(0, Math.min(alla.length - 1, i))];
  sättTabbstopp(rad);
  rad.focus();
  return true;
}

export function flyttaMedTangent(från, riktning) {
  const knapp = från.closest?.(RAD)?.querySelector(`[data-flytta="${riktning}"]`);
  if (!knapp) return false;
  // click() och inte requestSubmit(): htmx skickar med den knapp som senast klickades.
  if (!knapp.disabled) knapp.click();
  return true;
}

function aktiveraInuti(rot, väljare, gör) {
  if (rot.matches?.(väljare)) gör(rot);
  rot.querySelectorAll?.(väljare).forEach(gör);
}

export function aktivera(rot) {
  aktiveraInuti(rot, "[data-sortera]", (lista) => {
    göraDragbar(lista);
    rullandeTabbstopp(lista);
  });
  aktiveraInuti(rot, "[data-rader]", rullandeTabbstopp);
  aktiveraInuti(rot, "[data-pool]", göraTillFörråd);
}

document.addEventListener("htmx:beforeRequest", (händelse) => {
  const knapp = händelse.detail.requestConfig.triggeringEvent?.submitter;
  const rad = knapp?.closest?.(RAD);
  const lista = rad?.closest("[data-sortera]");
  if (!lista || !knapp.dataset.flytta) return;
  väntar = {
    lista: lista.id,
    id: rad.dataset.id,
    // Alt+pil ska lämna fokus på raden, ett tryck på knappen på knappen.
    knapp: document.activeElement === knapp ? knapp.dataset.flytta : null,
    före: rader(lista).indexOf(rad) + 1,
  };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!väntar) return;
  const { lista: listid, id, knapp, före } = väntar;
  const lista = document.getElementById(listid);
  const rad = lista && rader(lista).find((r) => r.dataset.id === id);
  väntar = null;
  if (!rad) return;
  const plats = rader(lista).indexOf(rad) + 1;
  sättTabbstopp(rad);
  const mål = knapp && rad.querySelector(`[data-flytta="${knapp}"]:not(:disabled)`);
  (mål ?? rad).focus();
  if (plats === före) return;
  rad.classList.add("punkt--flyttad");
  kungör(`${rad.dataset.namn ?? "Raden"} flyttad till plats ${plats}`);
});

for (const namn of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(namn, () => {
    väntar = null;
  });
}
