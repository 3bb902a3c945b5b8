// Redigerarens dokument som skrivelsens text, den form som ärenden/skrivelsetext.py läser.
// Andra hållet finns bara där (ärenden/redigerarform.py); tests/ärenden/test_redigerarform.py
// prövar att de två möts.

const SKILJETECKEN = /[!-/:-@[-`{-~]/;
const ORDTECKEN = /[\p{L}\p{N}]/u;
const TOM = /^\s*$/;
// Märkena utifrån och in. Länken är ytterst: en länk delas inte av fet text.
const ORDNING = ["link", "bold", "italic"];
const TECKEN = { bold: "**", italic: "_" };

function skydda(text, { iTabell = false, iLänk = false } = {}) {
  let ut = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    const före = text[i - 1] ?? "";
    const efter = text[i + 1] ?? "";
    let farligt = false;
    if (c === "\\") farligt = efter === "" || SKILJETECKEN.test(efter);
    else if (c === "*") farligt = !(före === " " && efter === " ");
    else if (c === "_") farligt = !(ORDTECKEN.test(före) && ORDTECKEN.test(efter));
    else if (c === "[") farligt = iLänk;
    else if (c === "]") farligt = iLänk || efter === "(" || efter === "";
    else if (c === "|") farligt = iTabell;
    else if (c === "^") farligt = efter === "[";
    else if (c === "{") farligt = efter === "}" || efter === "";
    ut += farligt ? `\\${c}` : c;
  }
  return ut;
}

// Det som i början av en rad annars vore en rubrik, en lista eller en tabell.
function skyddaRad(rad) {
  const ren = rad.replace(/^[\s]+|[ \t]+$/g, "");
  return ren
    .replace(/^[#>+:|=~-]/, "\\$&")
    .replace(/^\*(?=\s|$)/, "\\*")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

const märken = (nod) =>
  ORDNING.flatMap((typ) => (nod.marks ?? []).filter((märke) => märke.type === typ));

const samma = (a, b) => a.type === b.type && a.attrs?.href === b.attrs?.href;

// Mellanrum i kanten av fet text hör inte till den (”** x**” är inte fet), om inte också texten
// intill är det.
function utanKantmellanrum(noder) {
  const länkar = (nod) => märken(nod).filter((m) => m.type === "link");
  const gällande = (nod) => (TOM.test(nod?.text ?? "") ? länkar(nod ?? {}) : märken(nod));
  const delade = (nod, granne) => {
    const mina = märken(nod);
    const dess = gällande(granne);
    const skilda = mina.findIndex((m, i) => !dess[i] || !samma(m, dess[i]));
    const antal = skilda === -1 ? mina.length : skilda;
    return mina.slice(0, Math.max(antal, länkar(nod).length));
  };
  return noder.flatMap((nod, plats) => {
    if (nod.type !== "text") return [nod];
    if (TOM.test(nod.text)) return [{ ...nod, marks: länkar(nod) }];
    const [, före, mitt, efter] = /^(\s*)([\s\S]*?)(\s*)$/.exec(nod.text);
    const del = (text, marks) => (text ? [{ type: "text", text, marks }] : []);
    return [
      ...del(före, delade(nod, noder[plats - 1])),
      ...del(mitt, nod.marks),
      ...del(efter, delade(nod, noder[plats + 1])),
    ];
  });
}

// Tecken som skulle sluta adressen i texten.
export const adress = (href) =>
  href.replace(/[\s()<>"\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);

// Ett märke läses som början eller slut efter tecknen intill. Står något annat än ett mellanrum
// eller skiljetecken utanför skiljer {} dem åt; ”**” mellan två bokstäver behöver det inte.
function behöverMellan(run, utanför, innanför) {
  if (/^(\s|)$/.test(utanför) || SKILJETECKEN.test(utanför)) return false;
  return run !== "**" || !ORDTECKEN.test(utanför) || !ORDTECKEN.test(innanför);
}

const iHakar = (text) => text.replace(/\s+/g, " ").trim().replace(/[\\[\]]/g, "\\$&");

const notens = ({ attrs }, iTabell) => {
  const text = iHakar(attrs.text);
  return `^[${iTabell ? text.replace(/\|/g, "\\|") : text}]`;
};

// Utan alt-text står inget i hakarna; ett streck säger att bilden är dekorativ.
const bildens = ({ attrs }) =>
  `![${attrs.alt === "" ? "-" : iHakar(attrs.alt ?? "")}](bild:${attrs.nummer})`;

function rad(noder, { iTabell }) {
  let ut = "";
  let öppna = [];
  // Ett märke som stänger och ett som öppnar intill varandra läses annars som ett.
  let nyssStängt = false;
  const stäng = (antal, nästa) => {
    const innanför = ut.at(-1) ?? "";
    let run = "";
    while (öppna.length > antal) {
      const märke = öppna.pop();
      if (märke.type === "link") {
        ut += `${run}](${adress(märke.attrs.href)})`;
        run = "";
        nyssStängt = false;
      } else run += TECKEN[märke.type];
    }
    if (!run) return;
    nyssStängt = !behöverMellan(run, nästa, innanför);
    ut += nyssStängt ? run : `${run}{}`;
  };
  const öppnaNya = (nya, nästa) => {
    if (nya[0]?.type === "link") {
      // ^[ vore en fotnot.
      ut += ut.endsWith("^") ? "{}[" : "[";
      nyssStängt = false;
    }
    const run = nya.map((märke) => TECKEN[märke.type] ?? "").join("");
    if (run && (nyssStängt || behöverMellan(run, ut.at(-1) ?? "", nästa))) ut += "{}";
    ut += run;
    öppna.push(...nya);
  };
  for (const nod of noder) {
    if (nod.type === "fotnot") {
      stäng(0, "^");
      ut += notens(nod, iTabell);
      nyssStängt = false;
      continue;
    }
    const ska = märken(nod);
    let lika = 0;
    while (lika < öppna.length && lika < ska.length && samma(öppna[lika], ska[lika])) lika++;
    const iLänk = ska.some((m) => m.type === "link");
    const text = skydda(nod.text.replace(/\s*\n\s*/g, " "), { iTabell, iLänk });
    stäng(lika, text[0]);
    öppnaNya(ska.slice(lika), text[0]);
    ut += text;
    nyssStängt = false;
  }
  stäng(0, "");
  return ut;
}

function rader(nod, { iTabell = false } = {}) {
  const ut = [[]];
  const barnen = (nod.content ?? []).map((b) => (b.type === "fotnot" ? { ...b, marks: [] } : b));
  for (const barn of utanKantmellanrum(barnen)) {
    if (barn.type === "hardBreak") ut.push([]);
    else ut.at(-1).push(barn);
  }
  return ut.map((delar) => rad(delar, { iTabell }));
}

const styckets = (nod) =>
  rader(nod)
    .map(skyddaRad)
    .filter((rad) => !TOM.test(rad))
    .join("\n");

function rubrikens(nod) {
  const text = rader(nod).join(" ").trim();
  const skyddad = text.replace(/#+$/, (tecken) => tecken.replace(/#/g, "\\#"));
  return skyddad && `${nod.attrs.level === 3 ? "##" : "###"} ${skyddad}`;
}

const dra_in = (text, steg) => text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(steg)}`);

function punktens(nod, märke) {
  const inne = block(nod.content ?? [], { iPunkt: true });
  return dra_in(`${märke} ${inne}`, märke.length + 1).trimEnd();
}

function listans(nod, nr) {
  // Två listor efter varandra med samma märke vore en.
  const punkter = nod.content ?? [];
  if (nod.type === "bulletList") {
    return punkter.map((p) => punktens(p, nr % 2 ? "*" : "-")).join("\n");
  }
  const börjar = nod.attrs?.start ?? 1;
  return punkter.map((p, i) => punktens(p, `${börjar + i}${nr % 2 ? ")" : "."}`)).join("\n");
}

function cellens(cell) {
  const text = (cell.content ?? [])
    .map((stycke) => rader(stycke, { iTabell: true }).join(" ").trim())
    .join(" ")
    .trim();
  return text === "<<" || text === "^^" ? `\\${text}` : text;
}

function tabellens(nod) {
  const rutnät = [];
  const tal = [];
  (nod.content ?? []).forEach((rad, r) => {
    rutnät[r] ??= [];
    let k = 0;
    for (const cell of rad.content ?? []) {
      while (rutnät[r][k] !== undefined) k++;
      const { colspan = 1, rowspan = 1 } = cell.attrs ?? {};
      // En cell når inte från rubrikraden ned bland raderna.
      const höjd = r === 0 ? 1 : Math.min(rowspan, nod.content.length - r);
      for (let i = 0; i < höjd; i++) {
        for (let j = 0; j < colspan; j++) {
          (rutnät[r + i] ??= [])[k + j] = j ? "<<" : i ? "^^" : cellens(cell);
        }
      }
      if (cell.attrs?.tal && colspan === 1) tal[k] = true;
      k += colspan;
    }
  });
  const bredd = Math.max(...rutnät.map((rad) => rad.length));
  const skriv = (celler) => `| ${celler.join(" | ")} |`;
  const fyllda = rutnät.map((rad) => Array.from({ length: bredd }, (_, k) => rad[k] ?? ""));
  const streck = Array.from({ length: bredd }, (_, k) => (tal[k] ? "---:" : "---"));
  return [skriv(fyllda[0]), skriv(streck), ...fyllda.slice(1).map(skriv)].join("\n");
}

function block(noder, { iPunkt = false } = {}) {
  let ut = "";
  let förra = "";
  let listor = 0;
  noder.forEach((nod, plats) => {
    const ärLista = nod.type === "bulletList" || nod.type === "orderedList";
    let text;
    if (ärLista) {
      listor = förra === nod.type ? listor + 1 : 0;
      text = listans(nod, listor);
    } else if (nod.type === "table") text = tabellens(nod);
    else if (nod.type === "heading") text = rubrikens(nod);
    else if (nod.type === "bild") text = bildens(nod);
    else text = styckets(nod);
    // En tom punkt är en punkt; ett tomt stycke är inget.
    if (text === "") return;
    // En tom punkt kan inte följa tätt på ett stycke.
    const tätt = iPunkt && plats === 1 && nod.type === "bulletList" && /^[-*] \S/.test(text);
    if (ut !== "") ut += tätt ? "\n" : "\n\n";
    ut += iPunkt && plats > 0 && ut === "" ? `\n${text}` : text;
    förra = nod.type;
  });
  return ut;
}

export function text(dokument) {
  return block(dokument.content ?? []);
}
