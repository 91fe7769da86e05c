/** `bytes` in pieces of the given lengths, repeated in turn; a length of 0 is an empty piece. */
export async function* piecesOf(
  bytes: Uint8Array,
  lengthsBytes: readonly number[],
): AsyncGenerator<Uint8Array, void, undefined> {
  let startByte = 0;
  for (let turn = 0; startByte < bytes.byteLength; turn++) {
    const endByte = startByte + (lengthsBytes[turn % lengthsBytes.length] ?? bytes.byteLength);
    yield bytes.subarray(startByte, endByte);
    startByte = endByte;
  }
}
