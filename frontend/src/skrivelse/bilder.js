// Bilderna i skrivelsen: uppladdning, alt-text, och det som klistras eller dras in.
import { avisera } from "../avisering.js";

const TYPER = ["image/png", "image/jpeg"];

const ärBild = (fil) => TYPER.includes(fil.type);

export const bildfiler = (data) => [...(data?.files ?? [])].filter(ärBild);

async function sänd(formulär, fil) {
  const data = new FormData();
  data.append("fil", fil, fil.name || "bild.png");
  data.append("csrfmiddlewaretoken", formulär.elements.csrfmiddlewaretoken.value);
  let svar;
  try {
    svar = await fetch(formulär.dataset.bildAdress, { method: "POST", body: data });
  } catch (fel) {
    if (!(fel instanceof TypeError)) throw fel;
    throw new Error("Ingen kontakt med servern. Bilden är inte uppladdad.");
  }
  const typ = svar.headers.get("Content-Type") ?? "";
  if (!typ.startsWith("application/json")) {
    throw new Error("Bilden kunde inte laddas upp. Ladda om sidan och försök igen.");
  }
  const besked = await svar.json();
  if (!svar.ok) throw new Error(besked.fel);
  return besked;
}

// Där en bild ur urklippet finns. Det som ligger på en annan dator går inte att hämta.
async function hämta(källa, filer) {
  const data = /^data:(image\/(?:png|jpeg));base64,(.+)$/s.exec(källa);
  if (data) {
    const byte = Uint8Array.from(atob(data[2]), (c) => c.charCodeAt(0));
    return new File([byte], "bild", { type: data[1] });
  }
  if (källa.startsWith("blob:") || new URL(källa, location.href).origin === location.origin) {
    const svar = await fetch(källa);
    return svar.ok ? new File([await svar.blob()], "bild") : null;
  }
  return filer.length === 1 ? filer[0] : null;
}

// I en cell får ingen bild plats: den ställs efter tabellen.
function närmaste(editor, pos) {
  const $pos = editor.state.doc.resolve(pos);
  for (let djup = $pos.depth; djup > 0; djup--) {
    if ($pos.node(djup).type.name === "table") return $pos.after(djup);
  }
  return pos;
}

// Den som skriver vidare ska inte skriva över bilden: markören ställs i stycket efter den.
function förbi(editor) {
  const { selection, doc } = editor.state;
  if (selection.node?.type.name !== "bild") return;
  const efter = selection.to;
  if (!doc.resolve(efter).nodeAfter?.isTextblock) {
    editor.commands.insertContentAt(efter, { type: "paragraph" });
  }
  editor.commands.setTextSelection(efter + 1);
}

function plats(editor, nyckel) {
  let funnen = null;
  editor.state.doc.descendants((nod, pos) => {
    if (nod.type.name === "bild" && nod.attrs.nyckel === nyckel) funnen = { pos, nod };
    return funnen === null;
  });
  return funnen;
}

// Platsen söks upp igen efter uppladdningen: under tiden kan det ha skrivits före bilden.
function sätt(editor, nyckel, attribut) {
  const funnen = plats(editor, nyckel);
  if (!funnen) return;
  const { tr } = editor.state;
  tr.setNodeMarkup(funnen.pos, null, { ...funnen.nod.attrs, ...attribut });
  editor.view.dispatch(tr);
}

const nyNyckel = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

export function aktiveraBilder(formulär, ruta) {
  const fält = (namn) => ruta.querySelector(`[data-bild-${namn}]`);
  let gäller = null;

  async function laddaUpp(editor, nyckel, fil) {
    try {
      sätt(editor, nyckel, await sänd(formulär, fil));
    } catch (fel) {
      avisera({ text: fel.message });
    }
  }

  function läggIn(editor, filer, pos) {
    for (const fil of filer) {
      const nyckel = nyNyckel();
      const nod = { type: "bild", attrs: { nyckel } };
      const här = närmaste(editor, pos ?? editor.state.selection.to);
      editor.commands.insertContentAt(här, nod);
      laddaUpp(editor, nyckel, fil);
    }
    förbi(editor);
  }

  // Det inklistrade: `funna` kommer från städa() och står redan i texten.
  async function taEmot(editor, funna, filer) {
    const egen = new URL(formulär.dataset.bildAdress, location.href).pathname;
    let borta = 0;
    förbi(editor);
    for (const { nyckel, källa, alt } of funna) {
      if (!plats(editor, nyckel)) {
        const här = närmaste(editor, editor.state.selection.to);
        editor.commands.insertContentAt(här, { type: "bild", attrs: { nyckel, alt } });
      }
      const här = new URL(källa || "x:", location.href);
      if (källa && här.origin === location.origin && här.pathname.startsWith(egen)) continue;
      // En bild ur en annan skrivelse blir en egen kopia här.
      sätt(editor, nyckel, { nummer: "saknas", adress: "" });
      const fil = källa ? await hämta(källa, filer) : null;
      if (fil) await laddaUpp(editor, nyckel, fil);
      else borta += 1;
    }
    if (!borta) return;
    const vad = borta === 1 ? "En bild" : `${borta} bilder`;
    avisera({ text: `${vad} följde inte med. Platsen är märkt i texten: välj filen där.` });
  }

  // --- Rutan --------------------------------------------------------------------------------

  function visaFel(text) {
    const fel = fält("fel");
    fel.textContent = text;
    fel.hidden = !text;
  }

  function ställ(nod) {
    const { alt = null, nummer = "saknas", adress = "" } = nod?.attrs ?? {};
    fält("alt").value = alt ?? "";
    fält("dekorativ").checked = alt === "";
    fält("alt").disabled = alt === "";
    fält("fil").value = "";
    fält("fil").closest(".ds-field").hidden = nummer !== "saknas";
    fält("bort").hidden = !nod;
    const visad = fält("visad");
    visad.hidden = !adress;
    if (adress) visad.src = adress;
    visaFel("");
  }

  function öppna(editor, pos) {
    const nod = pos === undefined ? null : editor.state.doc.nodeAt(pos);
    gäller = { editor, pos: nod ? pos : undefined, nyckel: nod?.attrs.nyckel };
    ställ(nod);
    ruta.showModal();
  }

  fält("dekorativ").addEventListener("change", ({ target }) => {
    fält("alt").disabled = target.checked;
  });

  ruta.querySelector("form").addEventListener("submit", async (händelse) => {
    händelse.preventDefault();
    const { editor, pos } = gäller;
    const alt = fält("dekorativ").checked ? "" : fält("alt").value.trim();
    const dekorativ = fält("dekorativ").checked;
    if (!dekorativ && (!alt || alt === "-")) {
      visaFel("Beskriv vad bilden visar, eller kryssa för att den är dekorativ.");
      fält("alt").focus();
      return;
    }
    const fil = fält("fil").files[0];
    const nod = pos === undefined ? null : editor.state.doc.nodeAt(pos);
    if (!fil && (!nod || nod.attrs.nummer === "saknas")) {
      visaFel("Välj en bild: PNG eller JPEG.");
      fält("fil").focus();
      return;
    }
    let nya = { alt };
    if (fil) {
      try {
        nya = { ...nya, ...(await sänd(formulär, fil)) };
      } catch (fel) {
        visaFel(fel.message);
        return;
      }
    }
    ruta.close();
    if (nod) {
      const { tr } = editor.state;
      tr.setNodeMarkup(pos, null, { ...nod.attrs, ...nya });
      editor.view.dispatch(tr);
    } else {
      editor.chain().focus().insertContent({ type: "bild", attrs: nya }).run();
      förbi(editor);
    }
  });

  fält("bort").addEventListener("click", () => {
    const { editor, pos } = gäller;
    ruta.close();
    editor.chain().setNodeSelection(pos).deleteSelection().focus().run();
  });

  ruta.addEventListener("close", () => gäller?.editor.commands.focus());

  return { öppna, läggIn, taEmot };
}
