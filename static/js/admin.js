// Namn åt det som adminens tabeller och sökande rullistor lämnar utan, så att en skärmläsare kan
// säga vad fältet är. Rader tillkommer medan sidan är öppen; därför bevakas den.

const RÖRT = "data-har-namn";

function dold(text) {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}

function tabellen(tabell) {
  const rubriker = [...tabell.querySelectorAll(":scope > thead th")];
  for (const th of rubriker) {
    if (th.textContent.trim()) continue;
    th.append(dold(th.classList.contains("original") ? "Rad" : "Ta bort"));
  }
  for (const cell of tabell.querySelectorAll(":scope > tbody > tr > td")) {
    const rubrik = rubriker[cell.cellIndex]?.firstChild?.textContent.trim();
    for (const fält of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (rubrik && !fält.labels?.length) fält.setAttribute("aria-label", rubrik);
    }
  }
}

function rullistan(vald) {
  const ruta = vald.nextElementSibling;
  const etikett = vald.labels?.[0]?.textContent.replace(/:\s*$/, "").trim()
    || vald.getAttribute("aria-label");
  if (!etikett || !ruta?.classList.contains("select2") || ruta.hasAttribute(RÖRT)) return;
  ruta.setAttribute(RÖRT, "");
  for (const del of ruta.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
    del.setAttribute("aria-label", etikett);
  }
}

function namnge() {
  document.querySelectorAll(".inline-group .tabular table").forEach(tabellen);
  document.querySelectorAll("select.admin-autocomplete").forEach(rullistan);
}

namnge();
new MutationObserver(namnge).observe(document.getElementById("content") ?? document.body, {
  childList: true,
  subtree: true,
});
