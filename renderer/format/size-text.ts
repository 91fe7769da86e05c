const bytesOf: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  kb: 1e3,
  m: 2 ** 20,
  mib: 2 ** 20,
  mb: 1e6,
  g: 2 ** 30,
  gib: 2 ** 30,
  gb: 1e9,
  t: 2 ** 40,
  tib: 2 ** 40,
  tb: 1e12,
};

/**
 * Whole bytes of a size that a user wrote: `1M`, `128K`, `1 MiB`, `1.5 MB`, `4096`. Bare K, M, G and T are steps of 1024, as
 * in `blpk`; kB, MB, GB and TB are decimal. Undefined for anything else.
 */
export function parseSizeText(text: string): number | undefined {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const unitBytes = bytesOf[unit.toLowerCase()];
  if (digits === undefined || unitBytes === undefined) return undefined;
  const sizeBytes = Math.round(Number(digits) * unitBytes);
  return Number.isSafeInteger(sizeBytes) ? sizeBytes : undefined;
}

const suffixes = [
  ['T', 2 ** 40],
  ['G', 2 ** 30],
  ['M', 2 ** 20],
  ['K', 2 ** 10],
] as const;

/** The shortest exact spelling that parseSizeText understands: `1M`, `128K`, `1000`. */
export function spellSize(sizeBytes: number): string {
  const fitting = suffixes.find(([, unitBytes]) => sizeBytes >= unitBytes && sizeBytes % unitBytes === 0);
  return fitting ? `${sizeBytes / fitting[1]}${fitting[0]}` : `${sizeBytes}`;
}
