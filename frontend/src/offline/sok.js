// Sökning i det som är sparat: sidorna där alla orden finns, som servern söker.
import * as lager from "./lager.js";

const OMGIVNING = 70;
const MAX_TRÄFFAR = 60;

function utdrag(text, ord) {
  const jämn = text.split(/\s+/).join(" ").trim();
  const plats = Math.max(jämn.toLowerCase().indexOf(ord), 0);
  const början = Math.max(plats - OMGIVNING, 0);
  const slut = plats + ord.length;
  return {
    före: (början ? "… " : "") + jämn.slice(början, plats),
    träff: jämn.slice(plats, slut),
    efter: jämn.slice(slut, slut + OMGIVNING) + (jämn.length > slut + OMGIVNING ? " …" : ""),
  };
}

export async function sök(exemplar, fråga, adress = "") {
  const ord = fråga.toLowerCase().split(/\s+/).filter(Boolean);
  const träffar = [];
  for (const rad of await lager.sidorna(exemplar.id)) {
    const ärText = rad.papper && rad.adress.endsWith("/") && !rad.adress.endsWith("/pdf/");
    if (!ärText || (adress && rad.adress !== adress)) continue;
    const sida = await lager.läsSida(rad.adress);
    if (!sida?.innehåll) continue;
    const dokument = new DOMParser().parseFromString(
      new TextDecoder().decode(sida.innehåll),
      "text/html",
    );
    const rubrik = dokument.querySelector("h1").textContent.trim();
    for (const avsnitt of dokument.querySelectorAll("[data-sida] [data-sidtext]")) {
      const text = avsnitt.textContent;
      const gemener = text.toLowerCase();
      if (!ord.every((o) => gemener.includes(o))) continue;
      const nummer = avsnitt.closest("[data-sida]").dataset.sida;
      träffar.push({ adress: rad.adress, rubrik, nummer, ...utdrag(text, ord[0]) });
    }
  }
  return träffar;
}

function nod(namn, klass, ...barn) {
  const ut = document.createElement(namn);
  if (klass) ut.className = klass;
  ut.append(...barn);
  return ut;
}

export function träfflista(fråga, träffar) {
  const antal = träffar.length;
  const rubrik = nod("h2", "ds-heading");
  rubrik.dataset.size = "xs";
  rubrik.textContent = antal
    ? `”${fråga}” på ${antal} ${antal === 1 ? "sida" : "sidor"} i det sparade`
    : `Inget sparat papper har ”${fråga}”`;
  const ut = nod("section", "stapel stapel--tat", rubrik);
  if (antal) {
    const lista = nod("ul", "lasrum__lista");
    for (const t of träffar.slice(0, MAX_TRÄFFAR)) {
      const länk = nod(
        "a",
        "lasrum__rad",
        nod("span", "lasrum__rubrik", `${t.rubrik}, s.\u00a0${t.nummer}`),
        nod("span", "lasrum__utdrag", t.före, nod("mark", "", t.träff), t.efter),
      );
      länk.href = `${t.adress}#sida-${t.nummer}`;
      lista.append(nod("li", "", länk));
    }
    ut.append(lista);
  }
  return ut;
}
