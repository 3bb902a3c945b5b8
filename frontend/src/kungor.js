// En enda levande region för hela sidan: den finns kvar när htmx byter ut innehåll, så att
// skärmläsaren hör ändringen. Delsidor säger vad som ska höras med data-kungor="text".

const MINSTA_MELLANRUM_MS = 4000;
let senastText = "";
let senastTid = 0;

export function kungör(text) {
  const region = document.getElementById("kungorelse");
  if (!region || !text) return;
  region.textContent = "";
  // Samma text två gånger hörs bara om noden varit tom emellan.
  requestAnimationFrame(() => {
    region.textContent = text;
  });
  senastText = text;
  senastTid = Date.now();
}

export function kungörNytt(rot) {
  const element = rot.matches?.("[data-kungor]") ? rot : rot.querySelector?.("[data-kungor]");
  if (!element) return;
  const text = element.dataset.kungor;
  const slutligt = "kungorStrax" in element.dataset;
  if (text === senastText) return;
  if (!slutligt && Date.now() - senastTid < MINSTA_MELLANRUM_MS) return;
  kungör(text);
}
