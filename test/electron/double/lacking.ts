/** Properties that languages and tools look for in any object. */
const probed: ReadonlySet<string> = new Set([
  'then',
  'catch',
  'toJSON',
  'inspect',
  'default',
  '__esModule',
  'nodeType',
  'asymmetricMatch',
]);

/** The same object, but reading a member that the stand-in does not have throws, where it would else quietly be undefined. */
export function lacking<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target) && !probed.has(key) && !key.startsWith('_')) {
        throw new Error(`The Electron stand-in has no ${name}.${key}: add it, or a line to its README's list of gaps.`);
      }
      return Reflect.get(target, key, receiver);
    },
  });
}

export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(fields: T): T & PreventableEvent {
  return Object.assign(fields, {
    defaultPrevented: false,
    preventDefault(this: { defaultPrevented: boolean }) {
      this.defaultPrevented = true;
    },
  });
}
