// Det som en skrivelse får innehålla. Det servern inte läser ska inte gå att skriva.
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

export const utvidgningar = [
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

