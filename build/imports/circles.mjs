/** Finds files that import each other, directly or through others. */

/**
 * @typedef {ReadonlyMap<string, readonly string[]>} ImportGraph the files that each file imports, types included
 */

/**
 * @param {ImportGraph} graph
 * @returns {string[][]} one circle for each set of files that import each other: the shortest through its first file, by name
 */
export function findCircles(graph) {
  const found = /** @type {string[][]} */ ([]);
  const reached = new Set();
  for (const file of [...graph.keys()].sort()) {
    const circle = reached.has(file) ? undefined : shortestCircle(graph, file);
    if (!circle) continue;
    found.push(circle);
    for (const other of reachable(graph, file)) if (reachable(graph, other).has(file)) reached.add(other);
  }
  return found;
}

/**
 * @param {ImportGraph} graph
 * @param {string} file
 * @returns {string[] | undefined} from the file to the last one before it repeats
 */
function shortestCircle(graph, file) {
  const cameFrom = /** @type {Map<string, string>} */ (new Map());
  const queue = [file];
  for (const at of queue) {
    for (const next of graph.get(at) ?? []) {
      if (next === file) return pathTo(at, file, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

/**
 * @param {string} end
 * @param {string} start
 * @param {ReadonlyMap<string, string>} cameFrom
 */
function pathTo(end, start, cameFrom) {
  const path = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}

/**
 * @param {ImportGraph} graph
 * @param {string} file
 * @returns {Set<string>} the files that it imports, directly or through others
 */
function reachable(graph, file) {
  const found = /** @type {Set<string>} */ (new Set());
  const queue = [file];
  for (const at of queue) {
    for (const next of graph.get(at) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return found;
}
