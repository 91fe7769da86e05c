import { Copy } from 'lucide-react';
import { cannotApply } from '../../../../shared/compare/data-source.js';
import type { Setting } from '../../../../shared/compare/setting.js';
import { blpkCommand, pythonSnippet } from '../../../../shared/compare/setting-commands.js';
import { Button } from '../../../ui/Button.js';
import { useCopy } from '../../../ui/use-copy.js';
import type { ReadModel } from '../model/read-model.js';

/** Copies what does with the measured data what was measured: a command, and lines of Python. */
export function CopyButtons({ run, setting }: { readonly run: ReadModel['run']; readonly setting: Setting }) {
  const copy = useCopy();
  const reason = cannotApply(run.data.source);
  const isFolder = run.data.source?.kind === 'folder';
  return (
    <>
      <Button
        icon={Copy}
        disabled={reason !== undefined}
        title={reason}
        onClick={() => copy(blpkCommand(setting, run.data), 'Command copied')}
      >
        Copy as blpk
      </Button>
      <Button
        icon={Copy}
        disabled={reason !== undefined || isFolder}
        title={isFolder ? 'The reference compresses one file at a time: copy the command for blpk.' : reason}
        onClick={() => copy(pythonSnippet(setting, run.data), 'Python copied')}
      >
        Copy as Python
      </Button>
    </>
  );
}
