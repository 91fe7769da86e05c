/** Two digits for each value of a byte. */
export const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, value) =>
  value.toString(16).padStart(2, '0'),
);

/** Bytes as two digits each: `62 6c 70 6b`. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (value) => hexPairs[value]).join(' ');
}

/** An offset in a file: `0x205FF52`. */
export function hexOffset(offsetBytes: number): string {
  return `0x${offsetBytes.toString(16).toUpperCase()}`;
}
