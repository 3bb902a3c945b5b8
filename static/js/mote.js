// Mötets sida: knappar med data-tangent trycks med sin tangent, när ingen skriver i ett fält.
const SKRIVFÄLT =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]";

document.addEventListener("keydown", (händelse) => {
  if (händelse.defaultPrevented || händelse.isComposing || händelse.repeat) return;
  if (händelse.ctrlKey || händelse.metaKey || händelse.altKey) return;
  if (händelse.target.closest(SKRIVFÄLT)) return;
  const knapp = document.querySelector(`[data-tangent="${CSS.escape(händelse.key)}"]`);
  if (!knapp || document.querySelector(".htmx-request")) return;
  händelse.preventDefault();
  knapp.focus();
  knapp.click();
});

// Skript sätter style på element i sidan, och htmx kopierar attributen till de nya med samma id:
// det är ett brott mot CSP. Det gamla kastas ändå.
document.addEventListener("htmx:beforeSwap", (händelse) => {
  const mål = händelse.detail.target;
  mål?.removeAttribute("style");
  mål?.querySelectorAll("[style]").forEach((element) => element.removeAttribute("style"));
});
