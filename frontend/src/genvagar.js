// j och k flyttar mellan rader, Alt+pil flyttar raden, Alt+Skift+höger och vänster gör den till
// underpunkt och tillbaka, / går till sökfältet, ? visar hjälpen.
// Enkla tecken gäller bara när ingen skriver i ett fält, och går att stänga av (WCAG 2.1.4).

import { flyttaMedTangent, nästaRad } from "./sortera.js";

const VAL = "enkla-tangenter";
const rot = document.documentElement;

// Valet hör till webbläsaren. Andra skript läser det på <html>.
rot.dataset.enklaTangenter = localStorage.getItem(VAL) === "av" ? "av" : "pa";

for (const ruta of document.querySelectorAll("input[data-enkla-tangenter]")) {
  ruta.checked = rot.dataset.enklaTangenter === "pa";
  ruta.addEventListener("change", () => {
    rot.dataset.enklaTangenter = ruta.checked ? "pa" : "av";
    localStorage.setItem(VAL, rot.dataset.enklaTangenter);
  });
}

const SKRIVFÄLT = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (händelse) => {
  if (händelse.defaultPrevented || händelse.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const mål = händelse.target;

  if (händelse.altKey && !händelse.ctrlKey && !händelse.metaKey) {
    // Alt+vänster ensamt är webbläsarens väg tillbaka.
    const sidled = händelse.shiftKey ? { ArrowRight: "in", ArrowLeft: "ut" } : {};
    const riktning = { ArrowUp: "upp", ArrowDown: "ned", ...sidled }[händelse.key];
    if (riktning && !mål.matches(SKRIVFÄLT) && flyttaMedTangent(mål, riktning)) {
      händelse.preventDefault();
    }
    return;
  }
  if (händelse.ctrlKey || händelse.metaKey || mål.matches(SKRIVFÄLT)) return;
  if (rot.dataset.enklaTangenter === "av") return;

  if (händelse.key === "j" || händelse.key === "k") {
    if (nästaRad(mål, händelse.key === "j" ? 1 : -1)) händelse.preventDefault();
  } else if (händelse.key === "/") {
    const sökfält = document.querySelector("[data-sokfalt]");
    if (sökfält) {
      händelse.preventDefault();
      sökfält.focus();
    }
  } else if (händelse.key === "?") {
    document.getElementById("genvagar")?.showModal();
  }
});

document.addEventListener("click", (händelse) => {
  if (händelse.target.closest?.("[data-visa-genvagar]")) {
    document.getElementById("genvagar")?.showModal();
  }
});
