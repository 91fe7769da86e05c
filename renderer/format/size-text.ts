const suffixes = [
  ['T', 2 ** 40],
  ['G', 2 ** 30],
  ['M', 2 ** 20],
  ['K', 2 ** 10],
] as const;

/** The shortest exact spelling that `parseSizeText` understands: `1M`, `128K`, `1000`. */
export function spellSize(sizeBytes: number): string {
  const fitting = suffixes.find(([, unitBytes]) => sizeBytes >= unitBytes && sizeBytes % unitBytes === 0);
  return fitting ? `${sizeBytes / fitting[1]}${fitting[0]}` : `${sizeBytes}`;
}
