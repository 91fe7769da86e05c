import { FormatError } from '../format/errors.js';

/** Longest text of a field, in characters. */
const MAX_TEXT = 10_000;

/** A value from JSON that was not checked yet, and its place for messages. */
export class FieldSource {
  readonly #value: unknown;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    this.#value = value;
    this.#place = place;
  }

  asObject(): Fields {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value)) {
      return this.refuse('an object');
    }
    return new Fields(new Map(Object.entries(this.#value)), this.#place);
  }

  list<T>(most: number, itemOf: (item: FieldSource) => T): readonly T[] {
    if (!Array.isArray(this.#value)) return this.refuse('a list');
    if (this.#value.length > most) return this.refuse(`a list of at most ${most} items`);
    return this.#value.map((item: unknown, index) => itemOf(new FieldSource(item, `${this.#place}[${index}]`)));
  }

  asNumber(lowest: number, highest: number): number {
    const value = this.#value;
    if (typeof value === 'number' && value >= lowest && value <= highest) return value;
    return this.refuse(`a number from ${lowest} to ${highest}`);
  }

  asInteger(lowest: number, highest: number): number {
    const value = this.#value;
    if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
    return this.refuse(`a whole number from ${lowest} to ${highest}`);
  }

  /** A text of bounded length. */
  asText(): string {
    if (typeof this.#value === 'string' && this.#value.length <= MAX_TEXT) return this.#value;
    return this.refuse(`a text of at most ${MAX_TEXT} characters`);
  }

  asOneOf<T extends string>(names: readonly T[]): T {
    return names.find((name) => name === this.#value) ?? this.refuse(`one of ${names.join(', ')}`);
  }

  refuse(expected: string): never {
    throw new FormatError('bad-json', `bad saved comparison: ${this.#place} must be ${expected}`, { expected });
  }

  isTrue(): boolean {
    return this.#value === true;
  }
}

/** Reads an object from JSON field by field. Throws FormatError('bad-json') that names the place. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #place: string;

  constructor(values: ReadonlyMap<string, unknown>, place: string) {
    this.#values = values;
    this.#place = place;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of a field, to be read by another reader. */
  source(name: string): FieldSource {
    return this.#source(name);
  }

  object(name: string): Fields {
    return this.#source(name).asObject();
  }

  list<T>(name: string, most: number, itemOf: (item: FieldSource) => T): readonly T[] {
    return this.#source(name).list(most, itemOf);
  }

  text(name: string): string {
    return this.#source(name).asText();
  }

  number(name: string, lowest: number, highest: number): number {
    return this.#source(name).asNumber(lowest, highest);
  }

  integer(name: string, lowest: number, highest: number): number {
    return this.#source(name).asInteger(lowest, highest);
  }

  oneOf<T extends string>(name: string, names: readonly T[]): T {
    return this.#source(name).asOneOf(names);
  }

  isTrue(name: string): boolean {
    return this.#source(name).isTrue();
  }

  /** An object whose values are texts, such as versions by name. */
  texts(name: string, most: number): Readonly<Record<string, string>> {
    const fields = this.object(name);
    if (fields.#values.size > most) return this.refuse(name, `an object of at most ${most} texts`);
    return Object.fromEntries(Array.from(fields.#values.keys(), (key) => [key, fields.text(key)]));
  }

  /** An object with only this field, to be spread; empty when the field is missing. */
  optional<K extends string, T>(name: K, read: () => T): { readonly [key in K]?: T } {
    // The only key is the literal K; the compiler infers string.
    return this.has(name) ? ({ [name]: read() } as { readonly [key in K]: T }) : {};
  }

  refuse(name: string, expected: string): never {
    return this.#source(name).refuse(expected);
  }

  #source(name: string): FieldSource {
    return new FieldSource(this.#values.get(name), `${this.#place}.${name}`);
  }
}

export function readFields(value: unknown, place: string): Fields {
  return new FieldSource(value, place).asObject();
}
