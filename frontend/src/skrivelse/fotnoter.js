// Fotnoterna: rutan där de skrivs, och listan under varje avsnitt.

export function aktiveraFotnoter(ruta) {
  const fält = ruta.querySelector("[data-fotnot-text]");
  const fel = ruta.querySelector("[data-fotnot-fel]");
  const bort = ruta.querySelector("[data-fotnot-bort]");
  let gäller = null;

  function öppna(editor, pos) {
    const nod = pos === undefined ? null : editor.state.doc.nodeAt(pos);
    gäller = { editor, pos: nod ? pos : undefined };
    fält.value = nod?.attrs.text ?? "";
    fel.hidden = true;
    bort.hidden = !nod;
    ruta.showModal();
    fält.focus();
  }

  ruta.querySelector("form").addEventListener("submit", (händelse) => {
    händelse.preventDefault();
    const text = fält.value.replace(/\s+/g, " ").trim();
    fel.hidden = text !== "";
    if (!text) return;
    const { editor, pos } = gäller;
    ruta.close();
    if (pos === undefined) {
      const { to } = editor.state.selection;
      editor.chain().focus().insertContentAt(to, { type: "fotnot", attrs: { text } }).run();
    } else {
      const { tr } = editor.state;
      editor.view.dispatch(tr.setNodeMarkup(pos, null, { text }));
    }
  });

  // Radbrytningar finns inte i en not: Enter är klart, som i en vanlig rad.
  fält.addEventListener("keydown", (händelse) => {
    if (händelse.key !== "Enter") return;
    händelse.preventDefault();
    ruta.querySelector("form").requestSubmit();
  });

  bort.addEventListener("click", () => {
    const { editor, pos } = gäller;
    ruta.close();
    editor.chain().setNodeSelection(pos).deleteSelection().focus().run();
  });
  ruta.addEventListener("close", () => gäller?.editor.commands.focus());

  return { öppna };
}

function noterI(doc) {
  const ut = [];
  doc.descendants((nod, pos) => {
    if (nod.type.name === "fotnot") ut.push({ pos, text: nod.attrs.text });
  });
  return ut;
}

/** Skriver listorna, med numren löpande genom hela skrivelsen. */
export function noterna(rutor, öppna) {
  let börjar = 1;
  for (const { editor, notlista } of rutor) {
    const lista = noterI(editor.state.doc).map((not) => not.text);
    editor.view.dom.querySelectorAll("sup.fotnot").forEach((el, plats) => {
      const nr = String(börjar + plats);
      if (el.dataset.nr !== nr) el.dataset.nr = nr;
    });
    const nu = JSON.stringify([börjar, lista]);
    if (notlista.dataset.visar !== nu) {
      notlista.dataset.visar = nu;
      notlista.start = börjar;
      notlista.hidden = lista.length === 0;
      notlista.replaceChildren(
        ...lista.map((text, plats) => {
          const rad = document.createElement("li");
          const knapp = document.createElement("button");
          knapp.type = "button";
          knapp.className = "notlista__ratta";
          knapp.textContent = "Ändra";
          knapp.setAttribute("aria-label", `Ändra fotnot ${börjar + plats}`);
          // Noten söks upp igen: texten före den kan ha blivit längre.
          knapp.addEventListener("click", () => {
            const not = noterI(editor.state.doc)[plats];
            if (not) öppna(editor, not.pos);
          });
          rad.append(text, " ", knapp);
          return rad;
        }),
      );
    }
    börjar += lista.length;
  }
}
