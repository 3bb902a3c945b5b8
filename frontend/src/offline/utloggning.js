// Den som loggar ut lämnar inget på enheten. Det som inte hunnit skickas skickas först.
import * as lager from "./lager.js";
import { skickaVäntande } from "./vakt.js";

async function finnsNågot() {
  if (!window.isSecureContext || !window.indexedDB) return false;
  const databaser = (await indexedDB.databases?.()) ?? [{ name: lager.DATABAS }];
  return databaser.some((d) => d.name === lager.DATABAS);
}

async function raderaAllt() {
  await lager.töm();
  if (!navigator.onLine) return;
  for (const namn of await caches.keys()) await caches.delete(namn);
  for (const r of (await navigator.serviceWorker?.getRegistrations()) ?? []) await r.unregister();
}

async function loggaUt(formulär) {
  await raderaAllt();
  if (navigator.onLine) formulär.submit();
  else location.assign(`${formulär.dataset.lasrum}utan-nat/?skal=raderat`);
}

function fråga(formulär, antal) {
  const ruta = document.createElement("div");
  ruta.className = "ds-alert";
  ruta.dataset.color = "warning";
  ruta.setAttribute("role", "alert");
  ruta.tabIndex = -1;
  const text = document.createElement("p");
  text.textContent =
    antal === 1
      ? "1 anteckning är inte skickad. Loggar du ut nu försvinner den."
      : `${antal} anteckningar är inte skickade. Loggar du ut nu försvinner de.`;
  const knapp = (etikett, variant, gör) => {
    const ut = document.createElement("button");
    ut.type = "button";
    ut.className = "ds-button";
    ut.dataset.variant = variant;
    ut.textContent = etikett;
    ut.addEventListener("click", gör);
    return ut;
  };
  const rad = document.createElement("div");
  rad.className = "knapprad";
  rad.append(
    knapp("Stanna kvar", "primary", () => ruta.remove()),
    knapp("Kasta dem och logga ut", "secondary", () => loggaUt(formulär)),
  );
  ruta.append(text, rad);
  // Menyn som knappen ligger i skulle annars stå kvar över rutan.
  const meny = formulär.closest("details[data-meny]");
  if (meny) meny.open = false;
  document.querySelector("main").prepend(ruta);
  ruta.focus();
}

document.addEventListener("submit", async (e) => {
  const formulär = e.target;
  if (!formulär.matches("form[data-logga-ut]")) return;
  e.preventDefault();
  try {
    if (!(await finnsNågot())) {
      formulär.submit();
      return;
    }
    const skickade = navigator.onLine ? skickaVäntande(formulär.dataset.lasrum) : null;
    await skickade?.catch(() => null);
    const kvar = await lager.väntande();
    if (kvar.length) fråga(formulär, kvar.length);
    else await loggaUt(formulär);
  } catch {
    // Webbläsarens lagring svarar inte: serverns svar tömmer den.
    formulär.submit();
  }
});
