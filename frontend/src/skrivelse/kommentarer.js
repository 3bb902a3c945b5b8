// Granskarnas kommentarer märks i texten som skrivs, vid det de gäller. Märket följer med texten;
// servern avgör var kommentaren hör hemma, det här är bara vad ögat ser.
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

// Som servern läser texten: mellanrum är lika.
const jämn = (text) => text.replace(/\s/g, " ");

// Citatet kan stå flera gånger: den plats gäller vars omgivning liknar mest den som var.
function plats(doc, { citat, fore, efter }) {
  const sökt = jämn(citat.split("\n")[0]);
  let bäst = null;
  doc.descendants((nod, börjar) => {
    if (!nod.isTextblock) return true;
    const text = jämn(nod.textBetween(0, nod.content.size, "\n", "\ufffc"));
    for (let i = text.indexOf(sökt); i !== -1; i = text.indexOf(sökt, i + 1)) {
      const slut = i + sökt.length;
      const lika = likaSlut(text.slice(0, i), jämn(fore)) + likaBörjan(text.slice(slut), jämn(efter));
      if (!bäst || lika > bäst.lika) bäst = { från: börjar + 1 + i, till: börjar + 1 + slut, lika };
    }
    return false;
  });
  return bäst;
}

function likaBörjan(a, b) {
  let antal = 0;
  while (antal < a.length && antal < b.length && a[antal] === b[antal]) antal++;
  return antal;
}

function likaSlut(a, b) {
  let antal = 0;
  while (antal < a.length && antal < b.length && a.at(-1 - antal) === b.at(-1 - antal)) antal++;
  return antal;
}

function märk(doc, kommentarer) {
  const märken = [];
  for (const kommentar of kommentarer) {
    const { nr } = kommentar;
    const funnen = kommentar.citat && plats(doc, kommentar);
    if (!funnen) continue;
    märken.push(
      Decoration.inline(funnen.från, funnen.till, {
        class: "kommenterat",
        id: `marke-${nr}`,
        title: `Kommentar ${nr}`,
        "data-nr": nr,
      }),
    );
  }
  return DecorationSet.create(doc, märken);
}

function visaKommentar(händelse) {
  const märket = händelse.target.closest?.(".kommenterat");
  if (!märket) return false;
  const kommentaren = document.getElementById(märket.id.replace("marke", "kommentar"));
  // Skrivmärket ska stå kvar i texten: kommentaren visas, men får inte fokus.
  kommentaren?.scrollIntoView({ block: "nearest" });
  kommentaren?.classList.add("granskning__kommentar--vald");
  setTimeout(() => kommentaren?.classList.remove("granskning__kommentar--vald"), 1500);
  return false;
}

export const kommentarer = (kommentarerna) =>
  Extension.create({
    name: "kommentarer",
    addProseMirrorPlugins: () => [
      new Plugin({
        state: {
          init: (_val, { doc }) => märk(doc, kommentarerna),
          apply: (tr, märken) => märken.map(tr.mapping, tr.doc),
        },
        props: {
          decorations(tillstånd) {
            return this.getState(tillstånd);
          },
          handleDOMEvents: { click: (_vy, händelse) => visaKommentar(händelse) },
        },
      }),
    ],
  });

// I de vanliga rutorna går text inte att märka: numret står vid rutans etikett.
export function märkUtanför(kommentarerna) {
  for (const { nr, falt, citat } of kommentarerna) {
    const rutor = document.querySelectorAll(`textarea[name="${falt}"]:not([hidden]), input[name="${falt}"]`);
    const ruta = [...rutor].find((r) => citat && jämn(r.value).includes(jämn(citat))) ?? rutor[0];
    const etikett = ruta?.labels?.[0];
    if (!etikett) continue;
    const märke = document.createElement("a");
    märke.className = "granskning__nr";
    märke.href = `#kommentar-${nr}`;
    märke.setAttribute("aria-label", `Kommentar ${nr}`);
    märke.textContent = nr;
    etikett.after(märke);
  }
}
