// Sök och ersätt i skrivelsens alla textavsnitt.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

const NYCKEL = new PluginKey("sok");

function träffar(doc, ord) {
  const ut = [];
  if (!ord) return ut;
  const sökt = ord.toLocaleLowerCase("sv");
  doc.descendants((nod, plats) => {
    if (!nod.isTextblock) return true;
    const text = nod.textBetween(0, nod.content.size, "\n", "\n").toLocaleLowerCase("sv");
    for (let i = text.indexOf(sökt); i !== -1; i = text.indexOf(sökt, i + sökt.length)) {
      ut.push({ from: plats + 1 + i, to: plats + 1 + i + sökt.length });
    }
    return false;
  });
  return ut;
}

export const Sökträffar = Extension.create({
  name: "sok",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: NYCKEL,
      state: {
        init: () => ({ ord: "", vald: -1, träffar: [] }),
        apply(tr, förra) {
          const nytt = { ...förra, ...tr.getMeta(NYCKEL) };
          if (tr.docChanged || nytt.ord !== förra.ord) nytt.träffar = träffar(tr.doc, nytt.ord);
          return nytt;
        },
      },
      props: {
        decorations(tillstånd) {
          const { träffar, vald } = NYCKEL.getState(tillstånd);
          const märken = träffar.map(({ from, to }, i) =>
            Decoration.inline(from, to, { class: i === vald ? "sokt sokt--vald" : "sokt" }),
          );
          return DecorationSet.create(tillstånd.doc, märken);
        },
      },
    }),
  ],
});

export function aktiveraSök(panel, redigerare) {
  const ordet = panel.querySelector("[data-sok-ord]");
  const nya = panel.querySelector("[data-sok-nya]");
  const läge = panel.querySelector("[data-sok-lage]");
  let vald = -1;
  let åter = null;

  const alla = () =>
    redigerare.flatMap((editor) =>
      NYCKEL.getState(editor.state).träffar.map((träff) => ({ editor, träff })),
    );

  function visa() {
    let före = 0;
    for (const editor of redigerare) {
      const antal = NYCKEL.getState(editor.state).träffar.length;
      editor.view.dispatch(editor.state.tr.setMeta(NYCKEL, { vald: vald - före }));
      före += antal;
    }
    läge.textContent = !ordet.value
      ? ""
      : före
        ? `${vald + 1} av ${före}`
        : "Inget i textavsnitten.";
    panel.querySelectorAll("[data-sok-vid-traff]").forEach((knapp) => {
      knapp.disabled = före === 0;
    });
  }

  function gå(steg) {
    const lista = alla();
    vald = lista.length ? (vald + steg + lista.length) % lista.length : -1;
    visa();
    if (vald === -1) return;
    const { editor, träff } = lista[vald];
    const nod = editor.view.domAtPos(träff.from).node;
    (nod.parentElement ?? nod).scrollIntoView({ block: "center" });
  }

  function sök() {
    for (const editor of redigerare) {
      editor.view.dispatch(editor.state.tr.setMeta(NYCKEL, { ord: ordet.value, vald: -1 }));
    }
    vald = alla().length ? 0 : -1;
    visa();
  }

  function ersätt() {
    const { editor, träff } = alla()[vald] ?? {};
    if (!editor) return;
    editor.view.dispatch(editor.state.tr.insertText(nya.value, träff.from, träff.to));
    // Det nya kan innehålla det sökta; nästa träff är den efter.
    const lista = alla();
    const efter = lista.findIndex(
      (t) => t.editor === editor && t.träff.from >= träff.from + nya.value.length,
    );
    const nästaEditor = redigerare.indexOf(editor);
    const senare = lista.findIndex((t) => redigerare.indexOf(t.editor) > nästaEditor);
    vald = efter !== -1 ? efter : senare !== -1 ? senare : lista.length ? 0 : -1;
    gå(0);
  }

  function ersättAlla() {
    let antal = 0;
    for (const editor of redigerare) {
      const tr = editor.state.tr;
      const lista = NYCKEL.getState(editor.state).träffar;
      for (const { from, to } of [...lista].reverse()) tr.insertText(nya.value, from, to);
      antal += lista.length;
      if (tr.docChanged) editor.view.dispatch(tr);
    }
    vald = -1;
    visa();
    läge.textContent = antal === 1 ? "1 ersatt." : `${antal} ersatta.`;
  }

  const göra = { nasta: () => gå(1), forra: () => gå(-1), ersatt: ersätt, alla: ersättAlla };

  function stäng() {
    panel.hidden = true;
    ordet.value = "";
    sök();
    åter?.focus();
  }

  ordet.addEventListener("input", sök);
  panel.addEventListener("click", (händelse) => {
    const gör = händelse.target.closest("[data-sok-gor]")?.dataset.sokGor;
    if (gör === "stang") stäng();
    else göra[gör]?.();
  });
  panel.addEventListener("keydown", (händelse) => {
    if (händelse.key === "Escape") stäng();
    else if (händelse.key === "Enter" && händelse.target === ordet) gå(händelse.shiftKey ? -1 : 1);
    else if (händelse.key === "Enter" && händelse.target === nya) ersätt();
    else return;
    händelse.preventDefault();
  });
  // Panelen står i formuläret; det som skrivs i den är inte en ändring av skrivelsen.
  panel.addEventListener("input", (händelse) => händelse.stopPropagation());

  return {
    öppna(från) {
      åter = från;
      panel.hidden = false;
      ordet.focus();
      ordet.select();
    },
  };
}
