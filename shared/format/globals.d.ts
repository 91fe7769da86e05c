/**
 * The two global classes that `shared/format` may use: the WHATWG Encoding Standard, the same in Node and in browsers. Declared here,
 * since this realm is compiled without the libraries of Node and the DOM.
 */
declare class TextDecoder {
  constructor(label?: 'utf-8' | 'latin1', options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
