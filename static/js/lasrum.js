// Pilarna vänster och höger går till förra och nästa papper, som bläddringslänkarna.
"use strict";

const RIKTNING = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (e) => {
  const rel = RIKTNING[e.key];
  if (!rel || e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (e.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (document.documentElement.dataset.enklaTangenter === "av") return;
  const länk = document.querySelector(`.lasrum__bladdra a[rel="${rel}"]`);
  if (!länk) return;
  e.preventDefault();
  länk.click();
});
