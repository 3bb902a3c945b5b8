// Granskarnas kommentarer märks i texten som skrivs, vid det de gäller. Märket följer med texten;
// servern avgör var kommentaren hör hemma, det här är bara vad ögat ser.
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

// Som servern läser texten: mellanrum är lika.
const jämn = (text) => text.replace(/\s/g, " ");

function plats(doc, citat) {
  const sökt = jämn(citat.split("\n")[0]);
  let funnen = null;
  doc.descendants((nod, börjar) => {
    if (funnen || !nod.isTextblock) return !funnen;
    const i = jämn(nod.textBetween(0, nod.content.size, "\n", "\ufffc")).indexOf(sökt);
    if (i !== -1) funnen = { från: börjar + 1 + i, till: börjar + 1 + i + sökt.length };
    return false;
  });
  return funnen;
}

function märk(doc, kommentarer) {
  const märken = [];
  for (const { nr, citat } of kommentarer) {
    const funnen = citat && plats(doc, citat);
    if (!funnen) continue;
    märken.push(
      Decoration.inline(funnen.från, funnen.till, {
        class: "kommenterat",
        id: `marke-${nr}`,
        title: `Kommentar ${nr}`,
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
