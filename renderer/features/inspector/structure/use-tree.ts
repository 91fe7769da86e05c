import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { NodeId, StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocument } from '../model/document-context.js';
import { PAGE_NODES, placeInParent, ROOT, TreeModel } from './tree-model.js';

/** Sections that are unfolded at first: those that say what the file is. */
const openAtFirst: ReadonlySet<NodeId> = new Set(['header', 'metadata', 'chunks', 'data']);

/** The tree of a document: asks for the children that come into view, and unfolds what is selected elsewhere. */
export function useTree(filter: string) {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the file has another tree
  const model = useMemo(() => new TreeModel(), [document, version]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<string>();
  const asked = useRef(new Map<string, Promise<void>>());
  const shownFilter = useRef(filter);
  const changed = useCallback(() => setTurn((before) => before + 1), []);
  const load = useCallback(
    (id: NodeId, page: number): Promise<void> => {
      const key = `${version} ${id} ${page} ${id === 'chunks' ? shownFilter.current : ''}`;
      const known = asked.current.get(key);
      if (known) return known;
      const own = shownFilter.current;
      const request = {
        document,
        start: page * PAGE_NODES,
        count: PAGE_NODES,
        ...(id !== ROOT && { node: id }),
        ...(id === 'chunks' && own && { filter: own }),
      };
      const answer = client.call('inspect.children', request).then(
        (children) => {
          if (id === 'chunks' && own !== shownFilter.current) return;
          model.add(id, request.start, children);
          if (id === 'chunks') setProblem(children.filterProblem);
          changed();
        },
        (thrown) => setProblem(toContractError(thrown).message),
      );
      asked.current.set(key, answer);
      void answer.finally(() => asked.current.delete(key));
      return answer;
    },
    [client, document, version, model, changed],
  );
  const unfold = useCallback(
    async (parent: NodeId, place: number, node: StructureNode) => {
      model.unfold(parent, place, node);
      changed();
      await load(node.id, 0);
    },
    [model, load, changed],
  );
  useEffect(() => {
    void load(ROOT, 0).then(() => {
      for (let place = 0; ; place += 1) {
        const node = model.node(ROOT, place);
        if (!node) return;
        if (openAtFirst.has(node.id) && node.childCount > 0) void unfold(ROOT, place, node);
      }
    });
  }, [model, load, unfold]);
  useEffect(() => {
    if (shownFilter.current === filter) return;
    shownFilter.current = filter;
    setProblem(undefined);
    model.renew('chunks', 0);
    void load('chunks', 0);
  }, [model, load, filter]);
  const needRow = useCallback(
    (index: number) => {
      const row = model.row(index);
      if (!row || row.node) return;
      void load(row.parent, Math.floor(row.place / PAGE_NODES));
    },
    [model, load],
  );
  /** Unfolds the ancestors of a node and answers its row. */
  const reveal = useCallback(
    async (trail: readonly StructureNode[]): Promise<number | undefined> => {
      let parent: NodeId = ROOT;
      for (const [level, node] of trail.entries()) {
        const place = await findPlace(model, load, parent, node.id);
        if (place === undefined) return undefined;
        if (level === trail.length - 1) return model.indexOf(parent, place);
        if (!model.isOpen(node.id)) await unfold(parent, place, node);
        parent = node.id;
      }
      return undefined;
    },
    [model, load, unfold],
  );
  return { model, turn, problem, changed, unfold, needRow, reveal };
}

async function findPlace(
  model: TreeModel,
  load: (id: NodeId, page: number) => Promise<void>,
  parent: NodeId,
  id: NodeId,
): Promise<number | undefined> {
  const told = placeInParent(id, parent);
  const page = told === undefined ? 0 : Math.floor(told / PAGE_NODES);
  if (!model.hasPage(parent, page)) await load(parent, page);
  if (told !== undefined) return model.node(parent, told)?.id === id ? told : undefined;
  for (let place = 0; ; place += 1) {
    const node = model.node(parent, place);
    if (!node) return undefined;
    if (node.id === id) return place;
  }
}
