// Verktygsraden: en för hela sidan, den gäller avsnittet man skriver i (WAI-ARIA toolbar).
import { tillåten } from "./schema.js";

const UPPDATERA_EFTER_MS = 100;
const STILAR = { text: 0, rubrik: 3, underrubrik: 4 };

const högerställ = ({ tr, state, dispatch }) => {
  // Tal hör till hela kolumnen: den som skriver ut tabellen ställer en kolumn i taget.
  const { $anchor } = state.selection;
  for (let djup = $anchor.depth; djup > 0; djup--) {
    if (!["tableCell", "tableHeader"].includes($anchor.node(djup).type.name)) continue;
    const tabell = $anchor.node(djup - 2);
    const start = $anchor.start(djup - 2);
    const kolumn = $anchor.index(djup - 1);
    const tal = !$anchor.node(djup).attrs.tal;
    tabell.forEach((rad, radplats) => {
      rad.forEach((cell, cellplats, k) => {
        if (k === kolumn) {
          tr.setNodeAttribute(start + radplats + 1 + cellplats, "tal", tal);
        }
      });
    });
    dispatch?.(tr);
    return true;
  }
  return false;
};

const GÖR = {
  fet: (k) => k.toggleBold(),
  kursiv: (k) => k.toggleItalic(),
  punkter: (k) => k.toggleBulletList(),
  numrerad: (k) => k.toggleOrderedList(),
  angra: (k) => k.undo(),
  gorom: (k) => k.redo(),
  "ny-tabell": (k) => k.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  "rad-over": (k) => k.addRowBefore(),
  "rad-under": (k) => k.addRowAfter(),
  "kolumn-fore": (k) => k.addColumnBefore(),
  "kolumn-efter": (k) => k.addColumnAfter(),
  "sla-ihop": (k) => k.mergeCells(),
  dela: (k) => k.splitCell(),
  tal: (k) => k.command(högerställ),
  "bort-rad": (k) => k.deleteRow(),
  "bort-kolumn": (k) => k.deleteColumn(),
  "bort-tabell": (k) => k.deleteTable(),
  "bort-lank": (k) => k.extendMarkRange("link").unsetLink(),
};

const TRYCKT = {
  fet: (e) => e.isActive("bold"),
  kursiv: (e) => e.isActive("italic"),
  punkter: (e) => e.isActive("bulletList"),
  numrerad: (e) => e.isActive("orderedList"),
  lank: (e) => e.isActive("link"),
  tal: (e) => e.isActive("tableCell", { tal: true }) || e.isActive("tableHeader", { tal: true }),
};

export function aktiveraVerktyg(raden, { öppnaSök, öppnaFotnot, öppnaBild, första }) {
  let editor = null;
  const stil = raden.querySelector("[data-stil]");
  const knappar = [...raden.querySelectorAll("[data-gor]")];
  const länkruta = document.getElementById("lankruta");
  const hänvisning = document.getElementById("hanvisning");
  const tabellruta = raden.querySelector("[data-tabellruta]");
  const bildknapp = raden.querySelector('[data-gor="bild"]');
  const tabellknapp = raden.querySelector("[data-visa-tabell]");

  function uppdatera() {
    if (!editor) return;
    for (const knapp of knappar) {
      // Tabellens knappar prövas när de syns.
      if (tabellruta.hidden && tabellruta.contains(knapp)) continue;
      const gör = knapp.dataset.gor;
      if (TRYCKT[gör]) knapp.setAttribute("aria-pressed", String(TRYCKT[gör](editor)));
      if (GÖR[gör]) knapp.disabled = !GÖR[gör](editor.can().chain()).run();
    }
    const nivå = editor.isActive("heading") ? editor.getAttributes("heading").level : 0;
    stil.value = Object.keys(STILAR).find((namn) => STILAR[namn] === nivå);
    stil.disabled = editor.isActive("table");
    bildknapp.disabled = editor.isActive("table");
  }

  // Raden följer markören, men inte mitt i ett ord: varje knapp prövas mot hela dokumentet.
  let snart;
  function uppdateraSnart() {
    clearTimeout(snart);
    snart = setTimeout(uppdatera, UPPDATERA_EFTER_MS);
  }

  function visaTabell(öppen) {
    tabellruta.hidden = !öppen;
    tabellknapp.setAttribute("aria-expanded", String(öppen));
    if (öppen) uppdatera();
  }

  const enEditor = () => {
    editor ??= första();
    return editor;
  };

  // --- Länk ------------------------------------------------------------------------------

  function öppnaLänk() {
    const { from, to, empty } = editor.state.selection;
    const finns = editor.getAttributes("link").href ?? "";
    länkruta.querySelector("[data-lank-adress]").value = finns;
    const text = länkruta.querySelector("[data-lank-text]");
    text.value = empty ? "" : editor.state.doc.textBetween(from, to, " ");
    text.closest(".ds-field").hidden = !empty || Boolean(finns);
    länkruta.querySelector("[data-lank-fel]").hidden = true;
    länkruta.showModal();
  }

  function sättLänk(href, text) {
    const kedja = editor.chain().focus();
    if (text) {
      kedja
        .insertContent([{ type: "text", text, marks: [{ type: "link", attrs: { href } }] }])
        .unsetMark("link")
        .run();
    } else kedja.extendMarkRange("link").setLink({ href }).run();
  }

  länkruta.querySelector("form").addEventListener("submit", (händelse) => {
    händelse.preventDefault();
    let href = länkruta.querySelector("[data-lank-adress]").value.trim();
    if (/^[^\s@/:]+@[^\s@]+$/.test(href)) href = `mailto:${href}`;
    else if (/^[\p{L}\d-]+(\.[\p{L}\d-]+)+([/?#]|$)/u.test(href)) href = `https://${href}`;
    const fel = länkruta.querySelector("[data-lank-fel]");
    fel.hidden = tillåten(href);
    if (!fel.hidden) return;
    länkruta.close();
    const textfält = länkruta.querySelector("[data-lank-text]");
    const nyText = textfält.closest(".ds-field").hidden ? "" : textfält.value.trim() || href;
    sättLänk(href, nyText);
  });

  hänvisning.addEventListener("click", (händelse) => {
    const val = händelse.target.closest("[data-hanvisa]");
    if (!val) return;
    hänvisning.close();
    sättLänk(val.dataset.hanvisa, val.dataset.text);
  });

  for (const ruta of [länkruta, hänvisning]) {
    ruta.addEventListener("close", () => editor?.commands.focus());
  }

  const vald = (slag) => {
    const { node, from } = editor.state.selection;
    return node?.type.name === slag ? from : undefined;
  };

  const EGNA = {
    lank: öppnaLänk,
    fotnot: () => öppnaFotnot(editor, vald("fotnot")),
    bild: () => öppnaBild(editor, vald("bild")),
    hanvisning() {
      hänvisning.showModal();
      hänvisning.querySelector("[data-hanvisning-sok]").dispatchEvent(new Event("oppna"));
    },
    sok: () => öppnaSök(editor.view.dom),
  };

  raden.addEventListener("click", (händelse) => {
    if (händelse.target.closest("[data-visa-tabell]")) visaTabell(tabellruta.hidden);
    const gör = händelse.target.closest("[data-gor]")?.dataset.gor;
    if (!gör || !enEditor()) return;
    if (EGNA[gör]) EGNA[gör]();
    else if (händelse.detail) GÖR[gör](editor.chain().focus()).run();
    // Från tangentbordet blir fokus kvar i raden.
    else GÖR[gör](editor.chain()).run();
    if (gör === "ny-tabell") editor.commands.focus();
    uppdatera();
  });

  // Ett musklick i raden tar inte fokus från texten.
  raden.addEventListener("mousedown", (händelse) => {
    if (händelse.target.closest("button")) händelse.preventDefault();
  });

  stil.addEventListener("change", () => {
    if (!enEditor()) return;
    const nivå = STILAR[stil.value];
    const kedja = editor.chain().focus();
    (nivå ? kedja.setHeading({ level: nivå }) : kedja.setParagraph()).run();
  });
  raden.addEventListener("input", (händelse) => händelse.stopPropagation());

  // --- Tangentbordet: raden är ett stopp, pilarna går inom den -------------------------------

  const delar = () =>
    [...raden.querySelectorAll("button, select")].filter(
      (el) => !el.disabled && el.offsetParent !== null,
    );

  function gåTill(el) {
    for (const annan of raden.querySelectorAll("button, select")) annan.tabIndex = -1;
    el.tabIndex = 0;
    el.focus();
  }

  raden.addEventListener("focusin", (händelse) => {
    if (!händelse.target.matches("button, select")) return;
    for (const annan of raden.querySelectorAll("button, select")) annan.tabIndex = -1;
    händelse.target.tabIndex = 0;
  });
  raden.addEventListener("keydown", (händelse) => {
    if (händelse.key === "Escape") {
      if (!tabellruta.hidden) visaTabell(false);
      editor?.commands.focus();
      return;
    }
    const steg = { ArrowRight: 1, ArrowLeft: -1 }[händelse.key];
    const lista = delar();
    const nu = lista.indexOf(document.activeElement);
    if (steg && nu !== -1) gåTill(lista[(nu + steg + lista.length) % lista.length]);
    else if (händelse.key === "Home") gåTill(lista[0]);
    else if (händelse.key === "End") gåTill(lista.at(-1));
    else return;
    händelse.preventDefault();
  });

  return {
    gäller(ny) {
      editor = ny;
      uppdatera();
    },
    uppdateraSnart,
    fokusera() {
      uppdatera();
      (raden.querySelector('[tabindex="0"]:not(:disabled)') ?? delar()[0]).focus();
    },
    öppnaLänk,
    öppnaFotnot: EGNA.fotnot,
  };
}
