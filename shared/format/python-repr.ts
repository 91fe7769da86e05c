const EXPONENT_FROM = 16;
const EXPONENT_BELOW = -4;

/**
 * A float as Python's `repr` prints it: the shortest digits that give the same number, always with a point or an exponent
 * (`1.0`, `0.1`, `1e-07`, `1e+16`, `-0.0`), and `nan`, `inf`, `-inf`.
 */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (Number.isFinite(value) ? reprMagnitude(Math.abs(value)) : 'inf');
}

function reprMagnitude(value: number): string {
  // JavaScript and Python use the same shortest digits, but the exponent form starts at another magnitude.
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= EXPONENT_FROM || exponent < EXPONENT_BELOW) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  return pointNotation(mantissa.replace('.', ''), exponent);
}

function pointNotation(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Bytes as Python's `repr` prints them: `b'blpk'`, `b"it's"`, `b'\x93NUM'`. */
export function reprBytes(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  const quote = characters.includes("'") && !characters.includes('"') ? '"' : "'";
  return `b${quote}${characters.map((character) => escapeByte(character, quote)).join('')}${quote}`;
}

function escapeByte(character: string, quote: string): string {
  if (character === quote) return `\\${character}`;
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  if (character >= ' ' && character <= '~') return character;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
