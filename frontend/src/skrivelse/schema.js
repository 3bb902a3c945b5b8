// Det som en skrivelse får innehålla. Det servern inte läser ska inte gå att skriva.
import { Node } from "@tiptap/core";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import Italic from "@tiptap/extension-italic";
import Link from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import Text from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, UndoRedo } from "@tiptap/extensions";
import { Plugin } from "@tiptap/pm/state";

// Samma adresser som ärenden/skrivelsetext.py tar emot.
const ADRESS = /^(?:https?:\/\/|mailto:|\/(?!\/))[^\s()<>"\\]+$/;

export const tillåten = (adress) => ADRESS.test(adress);

const cellattribut = {
  colspan: { default: 1, parseHTML: (el) => Number(el.getAttribute("colspan")) || 1 },
  rowspan: { default: 1, parseHTML: (el) => Number(el.getAttribute("rowspan")) || 1 },
  colwidth: { default: null, rendered: false },
  tal: {
    default: false,
    parseHTML: (el) => el.classList.contains("tal"),
    renderHTML: ({ tal }) => (tal ? { class: "tal" } : {}),
  },
};

const Cell = TableCell.extend({ content: "paragraph", addAttributes: () => cellattribut });
const Rubrikcell = TableHeader.extend({ content: "paragraph", addAttributes: () => cellattribut });

// Tabellens första rad är dess rubrikrad, och en cell når inte från den ned bland raderna.
function rubrikraden(tillstånd) {
  const { tr, schema } = tillstånd;
  const { tableHeader, tableCell } = schema.nodes;
  tillstånd.doc.descendants((nod, plats) => {
    if (nod.type.name !== "table") return !nod.isTextblock;
    nod.forEach((rad, radplats, r) => {
      rad.forEach((cell, cellplats) => {
        const typ = r === 0 ? tableHeader : tableCell;
        const rowspan = r === 0 ? 1 : cell.attrs.rowspan;
        if (cell.type === typ && rowspan === cell.attrs.rowspan) return;
        const här = plats + 1 + radplats + 1 + cellplats;
        tr.setNodeMarkup(här, typ, { ...cell.attrs, rowspan });
      });
    });
    return false;
  });
  return tr.docChanged ? tr : null;
}

const Tabell = Table.extend({
  // Tiptap sätter annars bredden i ett style-attribut, som CSP stoppar.
  renderHTML: () => ["table", { class: "ds-table" }, ["tbody", 0]],
  addProseMirrorPlugins() {
    return [
      ...this.parent(),
      new Plugin({
        appendTransaction: (ändringar, _före, efter) =>
          ändringar.some((tr) => tr.docChanged) ? rubrikraden(efter) : null,
      }),
    ];
  },
});

// I en cell finns inga rader; annars en ny rad i samma stycke.
const Radbrytning = HardBreak.extend({
  addKeyboardShortcuts() {
    const ny = () => this.editor.isActive("table") || this.editor.commands.setHardBreak();
    return { "Shift-Enter": ny, "Mod-Enter": ny };
  },
});

// Siffran i `data-nr` sätts av fotnoter.js: den räknas genom hela skrivelsen, över avsnitten.
const Fotnot = Node.create({
  name: "fotnot",
  group: "inline",
  inline: true,
  atom: true,
  marks: "",
  addAttributes: () => ({
    text: { default: "", parseHTML: (el) => el.dataset.fotnot, rendered: false },
  }),
  parseHTML: () => [{ tag: "sup[data-fotnot]" }],
  renderText: ({ node }) => ` (${node.attrs.text})`,
  renderHTML: ({ node: { attrs } }) => [
    "sup",
    {
      class: "fotnot",
      "data-fotnot": attrs.text,
      title: attrs.text,
      role: "note",
      "aria-label": `Fotnot: ${attrs.text}`,
    },
  ],
  addNodeView:
    () =>
    ({ node }) => {
      const dom = document.createElement("sup");
      const visa = ({ attrs: { text } }) => {
        dom.className = "fotnot";
        dom.dataset.fotnot = text;
        dom.title = text;
        dom.setAttribute("role", "note");
        dom.setAttribute("aria-label", `Fotnot: ${text}`);
      };
      visa(node);
      return {
        dom,
        update(ny) {
          if (ny.type.name !== "fotnot") return false;
          visa(ny);
          return true;
        },
        ignoreMutation: () => true,
      };
    },
});

// `nummer` är "saknas" tills filen är uppladdad; `alt` är null tills någon sagt vad bilden visar.
const Bild = Node.create({
  name: "bild",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    nummer: { default: "saknas", parseHTML: (el) => el.dataset.bild, rendered: false },
    adress: { default: "", parseHTML: (el) => el.getAttribute("src") ?? "", rendered: false },
    nyckel: { default: null, parseHTML: (el) => el.dataset.nyckel ?? null, rendered: false },
    alt: {
      default: null,
      parseHTML: (el) => ("dekorativ" in el.dataset ? "" : el.getAttribute("alt") || null),
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: "img[data-bild]" }],
  renderText: ({ node }) => `[Bild: ${node.attrs.alt ?? ""}]`,
  renderHTML: ({ node: { attrs } }) => [
    "img",
    {
      "data-bild": attrs.nummer,
      src: attrs.adress,
      alt: attrs.alt ?? "",
      ...(attrs.alt === "" ? { "data-dekorativ": "" } : {}),
    },
  ],
  addNodeView:
    () =>
    ({ node, editor, getPos }) => {
      const dom = document.createElement("figure");
      const bild = document.createElement("img");
      const text = document.createElement("button");
      text.type = "button";
      text.tabIndex = -1;
      text.className = "ds-button";
      text.dataset.variant = "tertiary";
      const visa = ({ attrs }) => {
        const saknas = attrs.nummer === "saknas";
        const utanText = attrs.alt === null;
        dom.className = `bild${saknas || utanText ? " bild--ofullstandig" : ""}`;
        bild.hidden = !attrs.adress;
        if (attrs.adress) bild.src = attrs.adress;
        else bild.removeAttribute("src");
        bild.alt = attrs.alt ?? "Bild utan alt-text";
        if (saknas) text.textContent = "Bilden följde inte med. Välj fil…";
        else if (utanText) text.textContent = "Alt-text saknas. Beskriv bilden…";
        else text.textContent = attrs.alt === "" ? "Dekorativ bild" : `Alt-text: ${attrs.alt}`;
      };
      text.addEventListener("click", () => editor.storage.bild.öppna?.(editor, getPos()));
      visa(node);
      dom.append(bild, text);
      return {
        dom,
        update(ny) {
          if (ny.type.name !== "bild") return false;
          visa(ny);
          return true;
        },
        ignoreMutation: () => true,
        stopEvent: (händelse) => text.contains(händelse.target),
      };
    },
  addStorage: () => ({ öppna: null }),
});

export const utvidgningar = [
  Fotnot,
  Bild,
  Document,
  Text,
  Paragraph,
  Heading.configure({ levels: [3, 4] }),
  Bold,
  Italic,
  Radbrytning,
  BulletList,
  OrderedList,
  ListItem,
  ListKeymap,
  Tabell.configure({ resizable: false }),
  TableRow,
  Rubrikcell,
  Cell,
  Link.configure({
    openOnClick: false,
    defaultProtocol: "https",
    HTMLAttributes: { class: "ds-link", target: null, rel: null },
    isAllowedUri: tillåten,
    shouldAutoLink: (adress) => /^https?:\/\//.test(adress) && tillåten(adress),
  }),
  UndoRedo,
  Gapcursor,
  Dropcursor.configure({ class: "skrivyta__slapp" }),
];

