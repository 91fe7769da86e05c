/** The part that is used here; the package has no types. */
declare module 'seek-bzip' {
  interface Target {
    writeByte(byte: number): void;
  }
  const Bunzip: {
    /** Throws a TypeError for other bytes than a bzip2 stream; the target gets its plain bytes. */
    decode(input: Uint8Array, output: Target, multistream?: boolean): void;
  };
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default Bunzip;
}
