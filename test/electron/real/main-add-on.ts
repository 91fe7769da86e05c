import type { ElectronApplication } from 'playwright';

export interface RoundTrip {
  readonly codec: string;
  readonly packedBytes: number;
  readonly same: boolean;
}

/** By C-Blosc's compressor code. */
const codecs = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'];

/** The libraries of codecs that are in the main process, by the file they were loaded from: the add-on, and C-Blosc where it has none inside. */
export function codecsInMain(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(() => {
    const { sharedObjects } = process.report.getReport() as unknown as { readonly sharedObjects: string[] };
    return sharedObjects.filter((path) => /bloscpack\.node$|lib(blosc|zstd|lz4|snappy|z)\b/.test(path));
  });
}

/** Has the add-on that the main process has loaded compress and decompress `sizeBytes` bytes, and compares them there. */
export function roundTripsInMain(
  app: ElectronApplication,
  sizeBytes: number,
  wanted: readonly string[] = codecs,
): Promise<readonly RoundTrip[]> {
  const tasks = wanted.map((codec) => ({ codec, code: codecs.indexOf(codec) }));
  return app.evaluate(
    (_electron, { size, trips }) => {
      const { sharedObjects } = process.report.getReport() as unknown as { readonly sharedObjects: string[] };
      const file = sharedObjects.find((path) => path.endsWith('bloscpack.node'));
      if (file === undefined) throw new Error('The main process has not loaded the add-on.');
      const loaded: { exports: unknown } = { exports: {} };
      process.dlopen(loaded, file);
      // The two functions of native/addon.ts that are used here; this code runs where nothing can be imported.
      const addon = loaded.exports as {
        compress(source: Uint8Array, target: Uint8Array, ...settings: number[]): number;
        decompress(chunk: Uint8Array, target: Uint8Array): number;
      };
      const source = new Uint8Array(size);
      for (let index = 0; index < size; index += 8) source[index] = index >> 12;
      return trips.map(({ codec, code }) => {
        const packed = new Uint8Array(size + 16);
        const packedBytes = addon.compress(source, packed, code, 5, 1, 8, 0);
        const back = new Uint8Array(size);
        addon.decompress(packed.subarray(0, packedBytes), back);
        return { codec, packedBytes, same: Buffer.compare(source, back) === 0 };
      });
    },
    { size: sizeBytes, trips: tasks },
  );
}
