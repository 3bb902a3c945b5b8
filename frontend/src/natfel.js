import { avisera, ta_bort } from "./avisering.js";

const INGEN_KONTAKT = "Servern svarar inte. Det du har skrivit finns kvar på sidan.";

const TEXTER = {
  403: "Du får inte göra det här, eller så har du loggat in på nytt i en annan flik. Ladda om sidan.",
  404: "Det du arbetade med finns inte längre. Ladda om sidan.",
  409: "Någon annan har ändrat samma sak. Ladda om sidan för att se det senaste.",
  413: "Filen är för stor.",
  429: "För många försök på kort tid. Vänta en stund.",
};

function inloggningsadress() {
  return document.querySelector('meta[name="inloggning"]')?.content;
}

// En bortkopplad session svarar med inloggningssidan; den får aldrig hamna inne i en lista.
function ärInloggning(xhr) {
  const adress = inloggningsadress();
  if (!adress || !xhr.responseURL) return false;
  return new URL(xhr.responseURL).pathname === new URL(adress, location.href).pathname;
}

export function lyssnaPåNätfel() {
  document.addEventListener("htmx:beforeSwap", (händelse) => {
    if (!ärInloggning(händelse.detail.xhr)) return;
    händelse.detail.shouldSwap = false;
    const nästa = encodeURIComponent(location.pathname + location.search);
    avisera({
      text: "Du har loggats ut.",
      länktext: "Logga in igen",
      adress: `${inloggningsadress()}?next=${nästa}`,
    });
  });

  // Den sida som själv skickar om har redan tagit hand om felet.
  const ingenKontakt = (händelse) => {
    if (!händelse.defaultPrevented) avisera({ text: INGEN_KONTAKT });
  };
  document.addEventListener("htmx:sendError", ingenKontakt);
  document.addEventListener("htmx:timeout", ingenKontakt);
  document.addEventListener("htmx:responseError", (händelse) => {
    if (händelse.defaultPrevented) return;
    const kod = händelse.detail.xhr.status;
    avisera({ text: TEXTER[kod] ?? `Något gick fel på servern (${kod}). Försök igen.` });
  });
  document.addEventListener("htmx:afterRequest", (händelse) => {
    if (händelse.detail.successful) ta_bort(INGEN_KONTAKT);
  });
}
