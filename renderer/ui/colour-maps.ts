/** Maps from 0..1 to a colour, the same in every theme. `diverging` is for values with a meaningful middle, such as 0. */
export const colourMaps = {
  /** Also readable with colour blindness. The `--seq-*` tokens are these colours. */
  cividis: {
    label: 'Cividis',
    stops: ['#00224e', '#123570', '#3b496c', '#575d6d', '#707173', '#8a8678', '#a59c74', '#c3b369', '#fee838'],
  },
  viridis: {
    label: 'Viridis',
    stops: ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'],
  },
  /** Blue, neutral, orange. */
  diverging: {
    label: 'Blue to orange',
    stops: ['#08407e', '#2a6cae', '#6a9fd0', '#b3cfe6', '#f0efec', '#f3cda3', '#e5984a', '#bd6414', '#7a3b05'],
  },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly stops: readonly string[] }>>;

export type ColourMapName = keyof typeof colourMaps;

/** Entries of a table. */
export const colourSteps = 256;

const tables = new Map<ColourMapName, Uint32Array>();

/**
 * 256 colours from low to high as pixels of an ImageData: 32-bit numbers of a little-endian machine (opaque, 0xAABBGGRR).
 * Shared: do not write to it.
 */
export function colourTable(name: ColourMapName): Uint32Array {
  const known = tables.get(name);
  if (known) return known;
  const table = Uint32Array.from({ length: colourSteps }, (_, step) => {
    const [red, green, blue] = mix(colourMaps[name].stops, step / (colourSteps - 1));
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  tables.set(name, table);
  return table;
}

/** The colour of a share as CSS; shares outside 0 to 1 get the colour of the nearer end. */
export function colourAt(name: ColourMapName, share: number): string {
  const [red, green, blue] = mix(colourMaps[name].stops, share);
  return `rgb(${red} ${green} ${blue})`;
}

type Rgb = readonly [red: number, green: number, blue: number];

function mix(stops: readonly string[], share: number): Rgb {
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(at));
  const [low, high] = [rgbOf(stops[below] ?? ''), rgbOf(stops[below + 1] ?? '')];
  const between = (from: number, to: number) => Math.round(from + (to - from) * (at - below));
  return [between(low[0], high[0]), between(low[1], high[1]), between(low[2], high[2])];
}

function rgbOf(hex: string): Rgb {
  const packed = Number.parseInt(hex.slice(1), 16);
  return [packed >> 16, (packed >> 8) & 255, packed & 255];
}
