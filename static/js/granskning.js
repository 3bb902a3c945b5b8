// Den markerade texten i skrivelsen fyller i platsen i kommentarens formulär.
const rad = document.querySelector("[data-markera]");
const ruta = document.querySelector("[data-kommentera]");
const OMGIVNING = 80;

function markerat() {
  const urval = getSelection();
  if (!urval.rangeCount || urval.isCollapsed) return null;
  const område = urval.getRangeAt(0);
  const stycke = område.startContainer.parentElement?.closest("[data-lastext]");
  if (!stycke || !stycke.contains(område.endContainer)) return null;
  const citat = läst(område);
  if (!citat.trim()) return null;
  const före = document.createRange();
  före.setStart(stycke, 0);
  före.setEnd(område.startContainer, område.startOffset);
  const efter = document.createRange();
  efter.setStart(område.endContainer, område.endOffset);
  efter.setEnd(stycke, stycke.childNodes.length);
  return {
    fält: stycke.closest("[data-falt]").dataset.falt,
    citat,
    före: läst(före).slice(-OMGIVNING),
    efter: läst(efter).slice(0, OMGIVNING),
  };
}

// Kommentarernas nummer står i texten men hör inte till den.
function läst(område) {
  const kopia = område.cloneContents();
  for (const nr of kopia.querySelectorAll(".granskning__nr")) nr.remove();
  // Stycken, punkter och celler skiljs åt, som i den text platsen söks i.
  for (const del of kopia.querySelectorAll("p, li, h3, h4, td, th, br")) del.append(" ");
  return kopia.textContent.replace(/\s+/g, " ");
}

if (rad && ruta) {
  const fält = ruta.querySelector("form").elements;
  let plats = null;
  document.addEventListener("selectionchange", () => {
    const ny = markerat();
    // Knappen tar bort markeringen när den trycks; platsen finns kvar tills dess.
    if (!ny && rad.contains(document.activeElement)) return;
    plats = ny;
    rad.hidden = !ny;
  });
  rad.querySelector("button").addEventListener("click", () => {
    if (!plats) return;
    for (const [namn, värde] of Object.entries(plats)) fält[namn].value = värde;
    getSelection().removeAllRanges();
    rad.hidden = true;
    ruta.open = true;
    ruta.scrollIntoView({ block: "nearest" });
    fält.text.focus();
  });
}
