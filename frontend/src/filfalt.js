// Filfältet fungerar som vanligt utan skript. Med skript kan filer släppas var som helst i rutan,
// och den som valt en för stor fil eller fel sort får veta det före uppladdningen.

import { storlek } from "./storlek.js";

function tillåten(fil, accept) {
  if (!accept) return true;
  return accept.split(",").some((del) => {
    const sort = del.trim().toLowerCase();
    if (sort.startsWith(".")) return fil.name.toLowerCase().endsWith(sort);
    if (sort.endsWith("/*")) return fil.type.startsWith(sort.slice(0, -1));
    return fil.type === sort;
  });
}

function visaFiler(ruta, fält) {
  const lista = ruta.querySelector("[data-filer]");
  lista.replaceChildren();
  const störst = Number(fält.dataset.maxMb || 0) * 1024 * 1024;
  const fel = [];
  for (const fil of fält.files) {
    const rad = document.createElement("li");
    rad.textContent = `${fil.name} (${storlek(fil.size)})`;
    let problem = "";
    if (!tillåten(fil, fält.accept)) problem = "fel sorts fil";
    else if (störst && fil.size > störst) problem = `större än ${fält.dataset.maxMb} MB`;
    if (problem) {
      rad.className = "filfalt__fel";
      rad.append(` – ${problem}`);
      fel.push(`${fil.name}: ${problem}`);
    }
    lista.append(rad);
  }
  fält.setCustomValidity(fel.join(". "));
}

function aktiveraRuta(ruta) {
  const fält = ruta.querySelector('input[type="file"]');
  if (!fält || ruta.dataset.aktiv) return;
  ruta.dataset.aktiv = "1";
  let djup = 0;
  const över = (värde) => {
    djup = Math.max(0, djup + värde);
    ruta.classList.toggle("filfalt--over", djup > 0);
  };

  ruta.addEventListener("dragenter", (h) => {
    h.preventDefault();
    över(1);
  });
  ruta.addEventListener("dragleave", () => över(-1));
  ruta.addEventListener("dragover", (h) => h.preventDefault());
  ruta.addEventListener("drop", (h) => {
    h.preventDefault();
    djup = 0;
    över(0);
    const överföring = new DataTransfer();
    const släppta = [...h.dataTransfer.files];
    for (const fil of fält.multiple ? släppta : släppta.slice(0, 1)) överföring.items.add(fil);
    fält.files = överföring.files;
    fält.dispatchEvent(new Event("change", { bubbles: true }));
  });
  fält.addEventListener("change", () => visaFiler(ruta, fält));
}

export function aktivera(rot) {
  if (rot.matches?.("[data-filfalt]")) aktiveraRuta(rot);
  rot.querySelectorAll?.("[data-filfalt]").forEach(aktiveraRuta);
}
