// Formulär med data-autospara sparar det skrivna i flikens sessionStorage tills servern har det.
// Utkastet hör till en användare: den som loggar in efter någon annan ser aldrig dennes text.

const NYCKEL = "utkast:";
const användare = () => document.body.dataset.anvandare ?? "";

function nyckel(formulär) {
  return NYCKEL + new URL(formulär.action, location.href).pathname;
}

function läs(nyckeln) {
  const rått = sessionStorage.getItem(nyckeln);
  return rått === null ? null : JSON.parse(rått);
}

function nycklar() {
  return Object.keys(sessionStorage).filter((namn) => namn.startsWith(NYCKEL));
}

const sparbara = (formulär) =>
  [...formulär.elements].filter(
    (fält) => fält.name && !["hidden", "file", "password", "submit", "button"].includes(fält.type),
  );

function värden(formulär) {
  return sparbara(formulär).map((fält) => {
    if (fält.type === "checkbox" || fält.type === "radio") return [fält.name, fält.checked];
    if (fält.type === "select-multiple") {
      return [fält.name, [...fält.selectedOptions].map((val) => val.value)];
    }
    return [fält.name, fält.value];
  });
}

function fyllI(formulär, sparade) {
  const fält = sparbara(formulär);
  // Ett formulär som fått andra fält sedan dess kan inte fyllas i rätt.
  if (fält.length !== sparade.length || fält.some((f, i) => f.name !== sparade[i][0])) return false;
  fält.forEach((f, i) => {
    const värde = sparade[i][1];
    if (f.type === "checkbox" || f.type === "radio") f.checked = värde;
    else if (f.type === "select-multiple") {
      for (const val of f.options) val.selected = värde.includes(val.value);
    } else f.value = värde;
  });
  return true;
}

function visaÅterställt(formulär, utkast, ursprung) {
  const ruta = document.createElement("div");
  ruta.className = "ds-alert";
  ruta.dataset.color = "info";
  ruta.setAttribute("role", "status");
  const stycke = document.createElement("p");
  const tid = new Date(utkast.tid).toLocaleTimeString("sv-SE", {
    hour: "2-digit",
    minute: "2-digit",
  });
  stycke.textContent = `Text som du skrev kl. ${tid.replace(":", ".")} men inte sparade har lagts tillbaka.`;
  const kasta = document.createElement("button");
  kasta.type = "button";
  kasta.className = "ds-button";
  kasta.dataset.variant = "tertiary";
  kasta.textContent = "Kasta den texten";
  kasta.addEventListener("click", () => {
    fyllI(formulär, ursprung);
    sessionStorage.removeItem(nyckel(formulär));
    ruta.remove();
    sparbara(formulär)[0]?.focus();
  });
  ruta.append(stycke, kasta);
  formulär.prepend(ruta);
}

function återställ(formulär) {
  const utkast = läs(nyckel(formulär));
  if (!utkast) return;
  const fråga = formulär.querySelector(".ds-error-summary, [aria-invalid='true']");
  // Servern har redan lagt tillbaka det inskickade när den svarar med fel.
  if (fråga) return;
  const ursprung = värden(formulär);
  if (JSON.stringify(ursprung) === JSON.stringify(utkast.fält)) return;
  if (fyllI(formulär, utkast.fält)) visaÅterställt(formulär, utkast, ursprung);
}

export function aktivera(rot) {
  const formulären = [...(rot.querySelectorAll?.("form[data-autospara]") ?? [])];
  if (rot.matches?.("form[data-autospara]")) formulären.push(rot);
  for (const formulär of formulären) {
    if (formulär.dataset.autosparas) continue;
    formulär.dataset.autosparas = "1";
    återställ(formulär);
    let väntan;
    const spara = () => {
      clearTimeout(väntan);
      väntan = undefined;
      const utkast = { av: användare(), tid: Date.now(), skickat: false, fält: värden(formulär) };
      sessionStorage.setItem(nyckel(formulär), JSON.stringify(utkast));
    };
    formulär.addEventListener("input", () => {
      clearTimeout(väntan);
      väntan = setTimeout(spara, 250);
    });
    // Den som laddar om mitt i ett ord ska inte förlora det.
    window.addEventListener("pagehide", () => {
      if (väntan !== undefined && formulär.isConnected) spara();
    });
    formulär.addEventListener("submit", () => {
      spara();
      const utkast = läs(nyckel(formulär));
      sessionStorage.setItem(nyckel(formulär), JSON.stringify({ ...utkast, skickat: true }));
    });
  }
}

document.addEventListener("htmx:afterRequest", (händelse) => {
  // Har svaret bytt ut formuläret kommer händelsen från det som står kvar i sidan.
  const formulär = händelse.detail.requestConfig?.elt;
  if (!formulär?.matches?.("form[data-autospara]")) return;
  const inloggning = document.querySelector('meta[name="inloggning"]')?.content;
  const svar = händelse.detail.xhr.responseURL;
  const utloggad = inloggning && svar && new URL(svar).pathname === inloggning;
  // Det som skrivits medan svaret dröjde är inte sparat.
  const framme = händelse.detail.successful && !utloggad && läs(nyckel(formulär))?.skickat;
  if (framme) sessionStorage.removeItem(nyckel(formulär));
});

// Ett skickat utkast är framme först när servern svarat med en annan sida än inloggning eller fel.
export function städaUtkast() {
  const behåll = "behallUtkast" in document.body.dataset;
  const sort = performance.getEntriesByType("navigation")[0]?.type;
  const omladdad = sort === "reload" || sort === "back_forward";
  for (const namn of nycklar()) {
    const utkast = läs(namn);
    const annans = användare() !== "" && utkast.av !== användare();
    if (annans || (utkast.skickat && !behåll && !omladdad)) sessionStorage.removeItem(namn);
    else if (utkast.skickat) {
      sessionStorage.setItem(namn, JSON.stringify({ ...utkast, skickat: false }));
    }
  }
}

// Den som själv loggar ut lämnar inget efter sig.
document.addEventListener("submit", (händelse) => {
  if (händelse.target.matches("form[data-logga-ut]")) {
    for (const namn of nycklar()) sessionStorage.removeItem(namn);
  }
});
