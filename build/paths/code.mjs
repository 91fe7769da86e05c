import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { listImports, nodesOf } from '../imports/specifiers.mjs';
import { relativePaths } from './text.mjs';

/**
 * Nodes are ESTree's. Their properties are checked before they are used.
 *
 * @typedef {any} Node
 * @typedef {import('./text.mjs').FoundPath} FoundPath
 * @typedef {{ path: string, isWhole: boolean }} Place relative to the root; not whole: an unknown part follows
 * @typedef {{ source: string, program: Node, comments: readonly { value: string, start: number }[], names: Map<string, Node> }} Module
 */

const startsPath = new Set(['CallExpression', 'NewExpression', 'TemplateLiteral']);

/** @param {string} file */
export function isCode(file) {
  return /\.(ts|tsx|mts|mjs|js|cjs)$/.test(file);
}

/** Resolves the paths in code that start from a known place. */
export class CodePaths {
  /** @type {Map<string, Module>} */
  #modules = new Map();
  #root;

  /** @param {string} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {string} file relative to the root
   * @returns {FoundPath[]} relative to the root
   */
  list(file) {
    const module = this.#module(file);
    const lineAt = (/** @type {number} */ start) => module.source.slice(0, start).split('\n').length;
    const fromHere = (/** @type {string} */ path) => posix.join(posix.dirname(file), path);
    const imported = listImports(file, module.source)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, line }) => ({ path: fromHere(specifier), line }));
    const called = nodesOf(module.program).flatMap((/** @type {Node} */ node) => {
      const place = startsPath.has(node.type) ? this.#placeOf(file, node) : undefined;
      return place ? [{ path: place.path, line: lineAt(node.start) }] : [];
    });
    const inComments = module.comments.flatMap(({ value, start }) =>
      relativePaths(value).map(({ path, line }) => ({ path: fromHere(path), line: lineAt(start) + line - 1 })),
    );
    return [...imported, ...called, ...inComments];
  }

  /**
   * @param {string} file
   * @returns {Module}
   */
  #module(file) {
    const known = this.#modules.get(file);
    if (known) return known;
    const source = readFileSync(join(this.#root, file), 'utf8');
    const { program, comments } = parseSync(file, source);
    const module = { source, program, comments, names: namesOf(program) };
    this.#modules.set(file, module);
    return module;
  }

  /**
   * @param {string} file
   * @param {Node} node
   * @returns {Place | undefined} undefined if it is no path, or does not start from a known place
   */
  #placeOf(file, node) {
    if (node?.type === 'MemberExpression') return placeOfMeta(file, node);
    if (node?.type === 'Identifier') return this.#placeOfName(file, node.name);
    if (node?.type === 'TemplateLiteral') return this.#placeOfTemplate(file, node);
    if (node?.type !== 'CallExpression' && node?.type !== 'NewExpression') return undefined;
    const [first, ...rest] = node.arguments;
    switch (nameOf(node.callee)) {
      case 'join':
      case 'resolve':
        return continued(this.#placeOf(file, first), rest);
      case 'dirname':
        return continued(this.#placeOf(file, first), [{ value: '..' }]);
      case 'fileURLToPath':
        return this.#placeOf(file, first);
      case 'URL':
        return continued(this.#placeOf(file, rest[0]), [{ value: '..' }, first]);
      default:
        // createRequire(import.meta.url)('../x')
        return nameOf(node.callee?.callee) === 'createRequire'
          ? continued(this.#placeOf(file, node.callee.arguments[0]), [{ value: '..' }, first])
          : undefined;
    }
  }

  /**
   * @param {string} file
   * @param {string} name of a constant of the file, or of one that it imports
   * @returns {Place | undefined}
   */
  #placeOfName(file, name) {
    const declared = this.#module(file).names.get(name);
    if (declared?.type !== 'ImportDeclaration') return declared && this.#placeOf(file, declared);
    const specifier = declared.source.value;
    const other = posix.join(posix.dirname(file), specifier);
    return specifier.startsWith('.') && other.endsWith('.mjs') ? this.#placeOfName(other, name) : undefined;
  }

  /**
   * @param {string} file
   * @param {Node} template one that begins with a known place, such as `${root}/../x`
   * @returns {Place | undefined}
   */
  #placeOfTemplate(file, { quasis, expressions }) {
    if (quasis[0].value.cooked !== '') return undefined;
    const place = continued(this.#placeOf(file, expressions[0]), [{ value: quasis[1]?.value.cooked }]);
    return place && { ...place, isWhole: place.isWhole && expressions.length === 1 };
  }
}

/**
 * @param {Node} program
 * @returns {Map<string, Node>} the initial value or import of each top-level name of the file
 */
function namesOf(program) {
  const names = new Map();
  for (const statement of program.body) {
    const declaration = statement.declaration ?? statement;
    if (declaration.type === 'VariableDeclaration' && declaration.kind === 'const') {
      for (const { id, init } of declaration.declarations) names.set(id.name, init);
    } else if (declaration.type === 'ImportDeclaration') {
      for (const { local } of declaration.specifiers) names.set(local.name, declaration);
    }
  }
  return names;
}

/**
 * @param {string} file
 * @param {Node} node
 * @returns {Place | undefined} of `import.meta.dirname`, `import.meta.filename` and `import.meta.url`
 */
function placeOfMeta(file, { object, property }) {
  if (object.type !== 'MetaProperty') return undefined;
  if (property.name === 'dirname') return { path: posix.dirname(file), isWhole: true };
  return ['filename', 'url'].includes(property.name) ? { path: file, isWhole: true } : undefined;
}

/**
 * @param {Place | undefined} start
 * @param {readonly Node[]} parts used up to the first that is not literal text
 * @returns {Place | undefined}
 */
function continued(start, parts) {
  if (!start?.isWhole) return undefined;
  const unknownAt = parts.findIndex(({ value }) => typeof value !== 'string');
  const known = unknownAt === -1 ? parts : parts.slice(0, unknownAt);
  return { path: posix.join(start.path, ...known.map(({ value }) => value)), isWhole: unknownAt === -1 };
}

/**
 * @param {Node} callee `join` or `path.join`
 * @returns {string | undefined}
 */
function nameOf(callee) {
  return callee?.type === 'MemberExpression' ? callee.property.name : callee?.name;
}
