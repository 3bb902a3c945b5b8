// En fils storlek som den visas: samma regel som publikt/models/kopia.py.
const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;

export function storlek(byte) {
  const kilo = Math.round(byte / KB);
  if (kilo < KB) return `${Math.max(kilo, Math.min(byte, 1))}\u00a0kB`;
  const [enhet, antal] = Math.round(byte / MB) < KB ? ["MB", byte / MB] : ["GB", byte / GB];
  const tal = antal.toFixed(antal < 9.95 ? 1 : 0);
  return `${tal.replace(/\.0$/, "").replace(".", ",")}\u00a0${enhet}`;
}
