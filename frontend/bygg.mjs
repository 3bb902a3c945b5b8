// Bygger till katalogen i första argumentet; samma indata ger samma bytes.
import { readFile, writeFile } from "node:fs/promises";
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

await build({
  ...gemensamt,
  entryPoints: { app: "src/app.js" },
  outdir: join(ut, "js"),
  format: "iife",
  target: "es2022",
});

await build({
  ...gemensamt,
  entryPoints: { namnd: "src/namnd.css" },
  outdir: join(ut, "css"),
  loader: { ".woff2": "file" },
  assetNames: "typsnitt/[name]",
});

const paket = Object.keys(JSON.parse(await readFile("package.json", "utf8")).dependencies).sort();
let licenser = "Filerna i static/ innehåller delar av dessa paket.\n";
for (const namn of paket) {
  const { version } = JSON.parse(await readFile(`node_modules/${namn}/package.json`, "utf8"));
  const text = await readFile(`node_modules/${namn}/LICENSE`, "utf8");
  licenser += `\n\n=== ${namn} ${version} ===\n\n${text.trim()}\n`;
}
await writeFile(join(ut, "js", "licenser.txt"), licenser);
