import { parseSync } from 'vite';

/**
 * One mention of another module.
 *
 * @typedef {{ specifier: string, typeOnly: boolean, line: number }} Import `line` counts from 1
 * @typedef {{ type?: unknown, [key: string]: unknown }} SyntaxNode
 */

/** The property with the module name of each kind of syntax node that has one. */
const moduleNames = {
  ImportDeclaration: 'source',
  ExportNamedDeclaration: 'source',
  ExportAllDeclaration: 'source',
  ImportExpression: 'source',
  TSImportType: 'source',
  TSExternalModuleReference: 'expression',
};

/**
 * Lists the modules that a source text imports or re-exports from, statically, dynamically or in a type.
 * `require` is not found; the modules here do not use it.
 *
 * @param {string} file its name decides the dialect
 * @param {string} source
 * @returns {Import[]}
 * @throws {SyntaxError} when the text cannot be parsed
 */
export function listImports(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new SyntaxError(`${file}: ${errors[0].message}`);
  return nodesOf(program).flatMap((node) => toImport(node, source));
}

/**
 * @param {unknown} value
 * @returns {SyntaxNode[]} every node below and including `value`
 */
export function nodesOf(value) {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value, ...below] : below;
}

/**
 * @param {SyntaxNode} node
 * @param {string} source
 * @returns {Import[]} one or none
 */
function toImport(node, source) {
  const key = moduleNames[/** @type {keyof typeof moduleNames} */ (node.type)];
  const name = /** @type {{ value?: unknown, start: number } | null | undefined} */ (key && node[key]);
  if (typeof name?.value !== 'string') return [];
  const typeOnly = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
  return [{ specifier: name.value, typeOnly, line: source.slice(0, name.start).split('\n').length }];
}
