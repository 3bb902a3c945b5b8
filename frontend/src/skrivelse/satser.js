// Satserna läggs till, flyttas och tas bort på sidan, så att den som skriver kan fortsätta genast.
// Servern får dem med resten av texten. Utan skript gör knapparna samma sak genom servern.

const listan = () => document.getElementById("id_satser");
const rader = () => [...listan().querySelectorAll("[data-rad]")];
const fältet = (rad) => rad.querySelector("textarea");

function numrera() {
  const alla = rader();
  alla.forEach((rad, nr) => {
    const fält = fältet(rad);
    fält.id = `sats-${nr}`;
    const etikett = rad.querySelector("label");
    etikett.htmlFor = fält.id;
    etikett.lastChild.textContent = nr + 1;
    for (const knapp of rad.querySelectorAll("button[name=gor]")) {
      const gör = knapp.value.split("-")[0];
      knapp.value = `${gör}-${nr}`;
      knapp.id = `${gör}-id_satser-${nr}`;
      knapp.ariaLabel = knapp.ariaLabel.replace(/\d+/, nr + 1);
      knapp.disabled = (gör === "upp" && nr === 0) || (gör === "ned" && nr === alla.length - 1);
    }
  });
  fältet(alla[0]).dispatchEvent(new Event("input", { bubbles: true }));
}

function läggTill(efter, text = "") {
  const ny = efter.cloneNode(true);
  ny.querySelectorAll(".granskning__nr").forEach((märke) => märke.remove());
  fältet(ny).value = text;
  efter.after(ny);
  numrera();
  fältet(ny).focus();
  fältet(ny).setSelectionRange(0, 0);
}

function taBort(rad) {
  const granne = rad.nextElementSibling?.matches("[data-rad]")
    ? rad.nextElementSibling
    : rad.previousElementSibling;
  if (granne) rad.remove();
  else fältet(rad).value = "";
  const kvar = fältet(granne ?? rad);
  numrera();
  kvar.focus();
  kvar.setSelectionRange(kvar.value.length, kvar.value.length);
}

function flytta(rad, riktning) {
  const alla = rader();
  const granne = alla[alla.indexOf(rad) + (riktning === "upp" ? -1 : 1)];
  if (!granne) return;
  const fokus = document.activeElement;
  if (riktning === "upp") granne.before(rad);
  else granne.after(rad);
  numrera();
  const mål = fokus.disabled ? rad.querySelector("button[name=gor]:not(:disabled)") : fokus;
  mål.focus();
}

function knappen(händelse) {
  const knapp = händelse.target.closest("#id_satser button[name=gor]");
  if (!knapp || !rader().length) return;
  // Före htmx, som annars frågar servern.
  händelse.preventDefault();
  händelse.stopPropagation();
  const [gör] = knapp.value.split("-");
  const rad = knapp.closest("[data-rad]");
  if (gör === "ny") läggTill(rader().at(-1));
  else if (gör === "bort") taBort(rad);
  else flytta(rad, gör);
}

function tangenten(händelse) {
  const fält = händelse.target;
  if (fält.id === "id_rubrik" && händelse.key === "Enter") {
    // Rubriken är en rad, också när den bryts i rutan.
    händelse.preventDefault();
    return;
  }
  const rad = fält.matches?.("#id_satser textarea") && fält.closest("[data-rad]");
  if (!rad || händelse.isComposing || händelse.ctrlKey || händelse.metaKey) return;
  const { key, altKey, shiftKey } = händelse;
  if (key === "Enter" && !altKey && !shiftKey) {
    const resten = fält.value.slice(fält.selectionEnd).trimStart();
    fält.value = fält.value.slice(0, fält.selectionStart).trimEnd();
    läggTill(rad, resten);
  } else if (key === "Backspace" && fält.value === "" && rader().length > 1) taBort(rad);
  else if (altKey && key === "ArrowUp") flytta(rad, "upp");
  else if (altKey && key === "ArrowDown") flytta(rad, "ned");
  else return;
  händelse.preventDefault();
  händelse.stopPropagation();
}

export function aktiveraSatser() {
  document.addEventListener("click", knappen, { capture: true });
  document.addEventListener("keydown", tangenten, { capture: true });
}
