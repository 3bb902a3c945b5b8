// Utfällbara menyer (<details data-meny>) stängs av Esc och av klick utanför.

document.addEventListener("click", (händelse) => {
  for (const meny of document.querySelectorAll("details[data-meny][open]")) {
    if (!meny.contains(händelse.target)) meny.open = false;
  }
});

document.addEventListener("keydown", (händelse) => {
  if (händelse.key !== "Escape") return;
  const meny = händelse.target.closest?.("details[data-meny][open]");
  if (!meny) return;
  meny.open = false;
  meny.querySelector("summary").focus();
});
