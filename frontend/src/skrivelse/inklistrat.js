// Det som klistras in ur Word, Excel och webbsidor blir det som en skrivelse får innehålla.
// Ordbehandlarnas listor är stycken med stilar, och deras tal är högerställda med stilar.

import { Fragment, Slice } from "@tiptap/pm/model";
import { isInTable } from "@tiptap/pm/tables";
import { avisera } from "../avisering.js";
import { adress } from "./text.js";

const STIL = "data-stil";

// Stilarna får inte tolkas av webbläsaren (CSP), bara läsas.
const utanStilar = (html) =>
  html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tagg) => tagg.replace(/(\s)style\s*=/gi, `$1${STIL}=`));

const stil = (el) => el.getAttribute(STIL) ?? "";

const byt = (el, namn) => {
  const nytt = el.ownerDocument.createElement(namn);
  nytt.append(...el.childNodes);
  el.replaceWith(nytt);
  return nytt;
};

function rubriker(rot) {
  for (const el of rot.querySelectorAll("h1, h2, h5, h6")) {
    byt(el, /[12]/.test(el.localName) ? "h3" : "h4");
  }
  for (const el of rot.querySelectorAll("p.MsoTitle")) byt(el, "h3");
}

function punkt(stycke) {
  const nivå = /mso-list:[^;"]*level(\d+)/i.exec(stil(stycke));
  if (!nivå) return null;
  let märke = "";
  for (const el of stycke.querySelectorAll("span")) {
    if (/mso-list:\s*ignore/i.test(stil(el))) {
      märke += el.textContent.trim();
      el.remove();
    }
  }
  return { nivå: Number(nivå[1]), numrerad: /^\(?[\da-z]{1,3}[.)]/i.test(märke) };
}

// Words listor: stycken i följd, med nivån i stilen.
function listor(rot) {
  let stapel = [];
  for (const stycke of [...rot.querySelectorAll("p")]) {
    const p = punkt(stycke);
    if (!p) continue;
    const förra = stycke.previousElementSibling;
    if (!stapel.length || stapel[0].lista !== förra) stapel = [];
    while (stapel.length && stapel.at(-1).nivå > p.nivå) stapel.pop();
    const namn = p.numrerad ? "ol" : "ul";
    const sist = stapel.at(-1);
    if (!sist || sist.nivå < p.nivå || sist.lista.localName !== namn) {
      const lista = rot.createElement(namn);
      if (sist && sist.nivå < p.nivå) sist.lista.lastElementChild.append(lista);
      else if (stapel.length > 1) {
        stapel.pop();
        stapel.at(-1).lista.lastElementChild.append(lista);
      } else {
        stapel = [];
        stycke.before(lista);
      }
      stapel.push({ nivå: p.nivå, lista });
    }
    const li = rot.createElement("li");
    const inne = rot.createElement("p");
    inne.append(...stycke.childNodes);
    li.append(inne);
    stapel.at(-1).lista.append(li);
    stycke.remove();
  }
}

const TAL = /^[-–−+]?\s*[\d\s.,  ]*\d\s*(%|kr|tkr|mnkr)?$/i;
const HÖGER = /text-align:\s*(right|end)/i;

const ärHöger = (cell) =>
  cell.getAttribute("align") === "right" || HÖGER.test(stil(cell)) || cell.matches(".tal");

function enRad(cell) {
  for (const br of cell.querySelectorAll("br")) br.replaceWith(" ");
  for (const block of cell.querySelectorAll("p, div, ul, ol, li, h1, h2, h3, h4, h5, h6, tr")) {
    block.replaceWith(...block.childNodes, " ");
  }
}

// Cellerna med den kolumn där de börjar, när andra celler är sammanslagna.
function kolumner(tabell) {
  const upptaget = [];
  return [...tabell.rows].flatMap((rad, r) => {
    let k = 0;
    return [...rad.cells].map((cell) => {
      while (upptaget[r]?.[k]) k++;
      const här = { cell, r, k };
      for (let i = 0; i < cell.rowSpan; i++) {
        for (let j = 0; j < cell.colSpan; j++) (upptaget[r + i] ??= [])[k + j] = true;
      }
      k += cell.colSpan;
      return här;
    });
  });
}

function tabeller(rot) {
  for (const inre of rot.querySelectorAll("table table")) byt(inre, "span");
  for (const tabell of rot.querySelectorAll("table")) {
    const celler = kolumner(tabell);
    const tal = [];
    for (const { cell, r, k } of celler) {
      enRad(cell);
      const text = cell.textContent.trim();
      if (r === 0 || text === "" || cell.colSpan > 1) continue;
      tal[k] = (tal[k] ?? true) && (TAL.test(text) || ärHöger(cell));
    }
    for (const { cell, k } of celler) cell.classList.toggle("tal", tal[k] === true);
  }
}

// Ordbehandlarnas fotnoter: en länk i texten till en not som länkar tillbaka.
function fotnoter(rot) {
  const mål = (länk) => {
    const namn = decodeURIComponent(länk.getAttribute("href").slice(1));
    return rot.getElementById(namn) ?? rot.getElementsByName(namn)[0];
  };
  const lösta = [];
  for (const länk of rot.querySelectorAll('a[href^="#"]')) {
    const not = mål(länk);
    const block = not?.closest("li, aside, [id^=ftn], [id^=sdfootnote], p") ?? not;
    if (!block || block.contains(länk)) continue;
    const åter = block.matches("a") ? block : block.querySelector('a[href^="#"]');
    const hem = åter && mål(åter);
    if (!hem || !(hem === länk || hem.contains(länk) || länk.contains(hem))) continue;
    // Noten står efter sin hänvisning; annars är det noten som länkar upp.
    if (!(länk.compareDocumentPosition(block) & 4)) continue;
    lösta.push([länk, block, åter]);
  }
  for (const [länk, block, åter] of lösta) {
    åter.remove();
    const sup = rot.createElement("sup");
    sup.dataset.fotnot = block.textContent.replace(/\s+/g, " ").trim();
    (länk.closest("sup") ?? länk).replaceWith(sup);
    block.remove();
  }
  for (const el of rot.querySelectorAll(`[${STIL}*="mso-element:footnote-list"]`)) el.remove();
}

// Bilderna får en nyckel; den som klistrar laddar upp dem (bilder.js). En bild i en cell ställs
// efter tabellen.
function bilder(rot) {
  const funna = [];
  for (const el of rot.querySelectorAll("img")) {
    const ny = rot.createElement("img");
    const nyckel = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    ny.dataset.bild = el.dataset.bild ?? "saknas";
    ny.dataset.nyckel = nyckel;
    if ("dekorativ" in el.dataset) ny.dataset.dekorativ = "";
    ny.alt = el.getAttribute("alt") ?? "";
    if (el.dataset.bild) ny.setAttribute("src", el.getAttribute("src") ?? "");
    funna.push({ nyckel, källa: el.getAttribute("src") ?? "", alt: ny.alt || null });
    const tabell = el.closest("table");
    if (tabell) {
      tabell.after(ny);
      el.remove();
    } else el.replaceWith(ny);
  }
  return funna;
}

/** Den städade html:en, och bilderna i den: nyckel och var de kommer ifrån. */
export function städa(html) {
  const rot = new DOMParser().parseFromString(utanStilar(html), "text/html");
  for (const el of rot.querySelectorAll("script, link, meta, title, xml")) el.remove();
  fotnoter(rot);
  const medföljande = bilder(rot);
  rubriker(rot);
  listor(rot);
  tabeller(rot);
  for (const el of rot.querySelectorAll(`[${STIL}]`)) {
    const tjocklek = /(?:^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(stil(el));
    const lutning = /(?:^|;)\s*font-style:\s*italic/i.test(stil(el));
    const vanlig = /(?:^|;)\s*font-weight:\s*(normal|400)/i.test(stil(el));
    el.removeAttribute(STIL);
    if (vanlig && el.localName === "b") byt(el, "span");
    else if (el.localName === "span" && tjocklek) byt(el, "strong");
    else if (el.localName === "span" && lutning) byt(el, "em");
  }
  for (const el of rot.querySelectorAll("a[href]")) el.setAttribute("href", adress(el.href));
  return { html: rot.body.innerHTML, bilder: medföljande };
}

const ÄR_TABELL = new Set(["table", "tableRow", "tableCell", "tableHeader"]);

// En cell rymmer ett stycke. Det som är flera läggs in i följd: annars delas tabellen.
export function iCellen(vy, skiva) {
  const { state } = vy;
  const första = skiva.content.firstChild;
  if (!isInTable(state) || !första?.isBlock || ÄR_TABELL.has(första.type.name)) return false;
  const delar = [];
  let utelämnat = false;
  skiva.content.descendants((nod) => {
    if (nod.isTextblock) {
      if (delar.length && nod.content.size) delar.push(state.schema.text(" "));
      nod.content.forEach((del) => delar.push(del));
      return false;
    }
    utelämnat ||= nod.isLeaf;
    return true;
  });
  if (utelämnat) avisera({ text: "Bilder kan inte stå i en tabell. Bara texten klistrades in." });
  const rad = new Slice(Fragment.fromArray(delar), 0, 0);
  vy.dispatch(state.tr.replaceSelection(rad).scrollIntoView());
  return true;
}
