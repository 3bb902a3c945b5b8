// Bygger till katalogen i första argumentet; samma indata ger samma bytes.
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const ut = process.argv[2];

const gemensamt = {
  bundle: true,
  minify: true,
  charset: "utf8",
  logLevel: "warning",
  legalComments: "inline",
};

const skript = await build({
  ...gemensamt,
  entryPoints: {
    app: "src/app.js",
    skrivelse: "src/skrivelse/index.js",
    lasrum_offline: "src/offline/index.js",
    lasrum_sw: "src/offline/sw.js",
  },
  metafile: true,
  outdir: join(ut, "js"),
  format: "iife",
  target: "es2022",
});

await build({
  ...gemensamt,
  entryPoints: { namnd: "src/namnd.css", skrivelse: "src/skrivelse/skrivelse.css" },
  outdir: join(ut, "css"),
  loader: { ".woff2": "file" },
  assetNames: "typsnitt/[name]",
  // Papperens typsnitt ligger redan i static/.
  external: ["../fonts/*"],
});

// PDF-läsaren: eget skript bara på sin sida, arbetaren i en egen fil.
await build({
  ...gemensamt,
  entryPoints: {
    pdfvisare: "src/pdfvisare.js",
    "pdfjs/arbetare": "pdfjs-dist/legacy/build/pdf.worker.mjs",
  },
  outdir: join(ut, "js"),
  format: "esm",
  target: "es2022",
});
// Typsnitten som en PDF får utelämna, och avkodaren för JPEG 2000 utan WebAssembly.
for (const [från, till, vilka] of [
  ["standard_fonts", "typsnitt", /./],
  ["wasm", "avkodare", /^(openjpeg_nowasm_fallback\.js|LICENSE_OPENJPEG|LICENSE_PDFJS_OPENJPEG)$/],
]) {
  const mapp = join("node_modules/pdfjs-dist", från);
  await mkdir(join(ut, "js/pdfjs", till), { recursive: true });
  for (const fil of (await readdir(mapp)).filter((namn) => vilka.test(namn)).sort()) {
    await copyFile(join(mapp, fil), join(ut, "js/pdfjs", till, fil));
  }
}

// Alla paket som kom med, också de som andra paket tog in.
const medtagna = Object.keys(skript.metafile.inputs).map(
  (fil) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(fil)?.[1],
);
const egna = Object.keys(JSON.parse(await readFile("package.json", "utf8")).dependencies);
const paket = [...new Set([...egna, ...medtagna])].filter(Boolean).sort();
let licenser = "Filerna i static/ innehåller delar av dessa paket.\n";
for (const namn of paket) {
  const { version } = JSON.parse(await readFile(`node_modules/${namn}/package.json`, "utf8"));
  const filer = await readdir(`node_modules/${namn}`);
  const licens = filer.find((fil) => /^licen[sc]e(\.md|\.txt)?$/i.test(fil));
  const text = await readFile(`node_modules/${namn}/${licens}`, "utf8");
  licenser += `\n\n=== ${namn} ${version} ===\n\n${text.trim()}\n`;
}
await writeFile(join(ut, "js", "licenser.txt"), licenser);
