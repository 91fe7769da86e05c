import { useState } from 'react';
import { summaryMarkdown } from '../../../shared/compare/summary-markdown.js';
import { useCommand } from '../../app/commands/command-context.js';
import { useCompare, useCompareStore } from '../../app/comparison/use-compare.js';
import { useEscape } from '../../app/escape-context.js';
import { saveUrl } from '../../app/files/save-files.js';
import { useClient } from '../../data/client-context.js';
import { useCopy } from '../../ui/use-copy.js';
import type { ReadModel } from './model/read-model.js';

/** How the charts of the page are shown. */
export interface ChartViews {
  readonly isLog: boolean;
  readonly onLog: (isLog: boolean) => void;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
}

/** The page's commands, and the switches that its charts share. */
export function useCompareCommands(model: ReadModel | undefined): ChartViews {
  const client = useClient();
  const store = useCompareStore();
  const { isPlanOpen, pins, activity, target } = useCompare();
  const copy = useCopy();
  const [isLog, onLog] = useState(true);
  const [asTable, onAsTable] = useState(false);
  useCommand('compare.run', () => void store.start(), target !== undefined && activity === undefined);
  useCommand('compare.plan', () => store.showPlan(!isPlanOpen));
  useCommand('compare.log', () => onLog(!isLog), model !== undefined);
  useCommand('compare.table', () => onAsTable(!asTable), model !== undefined);
  useCommand(
    'compare.copy-summary',
    () => model && copy(summaryMarkdown(model.run, model.goal), 'Summary copied'),
    model !== undefined,
  );
  useCommand(
    'compare.export',
    () =>
      model && saveUrl(client.streamUrl('compare.export', { run: model.run.id, as: 'csv' }), `${model.run.name}.csv`),
    model !== undefined && activity === undefined,
  );
  useEscape(pins.a !== undefined || pins.b !== undefined || pins.active !== undefined, () => store.setPins({}));
  return { isLog, onLog, asTable, onAsTable };
}
