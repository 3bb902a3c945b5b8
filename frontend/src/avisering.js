// Korta besked nere i hörnet. Regionen har role="status" och finns i bas.html från början.

export function avisera({ text, länktext, adress, färg = "danger" }) {
  const plats = document.getElementById("aviseringar");
  if (!plats) return;
  // En delsida som hämtas varje sekund ska inte stapla samma besked.
  for (const finns of plats.querySelectorAll(".avisering")) {
    if (finns.dataset.text === text) return;
  }

  const ruta = document.createElement("div");
  ruta.className = "ds-alert avisering";
  ruta.dataset.color = färg;
  ruta.dataset.text = text;

  const rad = document.createElement("div");
  rad.className = "avisering__rad";
  const stycke = document.createElement("p");
  stycke.textContent = text;
  if (adress) {
    const länk = document.createElement("a");
    länk.href = adress;
    länk.textContent = länktext;
    stycke.append(" ", länk);
  }

  const stäng = document.createElement("button");
  stäng.type = "button";
  stäng.className = "ds-button ikonknapp";
  stäng.dataset.variant = "tertiary";
  stäng.setAttribute("aria-label", "Stäng meddelandet");
  stäng.textContent = "×";
  stäng.addEventListener("click", () => ruta.remove());

  rad.append(stycke, stäng);
  ruta.append(rad);
  plats.append(ruta);
}

export function ta_bort(text) {
  for (const ruta of document.querySelectorAll("#aviseringar .avisering")) {
    if (ruta.dataset.text === text) ruta.remove();
  }
}
