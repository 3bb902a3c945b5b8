// Pilarna vänster och höger går till förra och nästa papper, som bläddringslänkarna.
"use strict";

const RIKTNING = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (e) => {
  const rel = RIKTNING[e.key];
  if (!rel || e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (e.target.closest("input, textarea, select, [contenteditable], dialog, [data-blad]")) return;
  if (document.documentElement.dataset.enklaTangenter === "av") return;
  const länk = document.querySelector(`.lasrum__bladdra a[rel="${rel}"]`);
  if (!länk) return;
  e.preventDefault();
  länk.click();
});

// j och k går mellan möten, papper och träffar; Enter öppnar, som på vilken länk som helst.
const raderna = [...document.querySelectorAll("main .lasrum__lista a.lasrum__rad")];

document.addEventListener("keydown", (e) => {
  const steg = { j: 1, k: -1 }[e.key];
  if (!steg || !raderna.length || e.defaultPrevented) return;
  if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (e.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (document.documentElement.dataset.enklaTangenter === "av") return;
  e.preventDefault();
  const nu = raderna.indexOf(document.activeElement);
  const nästa = nu < 0 ? 0 : Math.max(0, Math.min(raderna.length - 1, nu + steg));
  raderna[nästa].focus();
});

// Markerad text i pappret: en rad med knappar som fyller formuläret och sparar, eller öppnar det.
const rad = document.querySelector("[data-markera]");
const ruta = document.querySelector("[data-anteckna]");
const OMGIVNING = 80;

function valdText() {
  const urval = getSelection();
  if (!urval.rangeCount || urval.isCollapsed) return null;
  const område = urval.getRangeAt(0);
  const början = område.startContainer.parentElement?.closest("[data-sidtext]");
  if (!början || !början.contains(område.endContainer)) return null;
  const före = document.createRange();
  före.setStart(början, 0);
  före.setEnd(område.startContainer, område.startOffset);
  const hela = början.textContent;
  const från = före.toString().length;
  // Urvalets text har mellanrum där raderna bryts; områdets har det inte i PDF:ens textlager.
  const citat = urval.toString();
  if (!citat.trim()) return null;
  return {
    sida: början.closest("[data-sida]").dataset.sida,
    citat,
    fore: hela.slice(Math.max(0, från - OMGIVNING), från),
    efter: hela.slice(från + citat.length, från + citat.length + OMGIVNING),
  };
}

if (rad && ruta) {
  const formulär = ruta.querySelector("form");
  let vald = null;

  const fyll = () => {
    for (const [namn, värde] of Object.entries(vald)) formulär.elements[namn].value = värde;
  };

  document.addEventListener("selectionchange", () => {
    vald = valdText();
    rad.hidden = !vald;
  });
  // Utan det här försvinner markeringen, och med den raden, innan knappen hinner tryckas.
  rad.addEventListener("pointerdown", (e) => e.preventDefault());
  rad.querySelector("[data-markera-bara]").addEventListener("click", () => {
    fyll();
    formulär.elements.text.value = "";
    formulär.requestSubmit();
  });
  rad.querySelector("[data-markera-anteckna]").addEventListener("click", () => {
    fyll();
    getSelection().removeAllRanges();
    ruta.open = true;
    formulär.elements.text.focus();
  });
}
