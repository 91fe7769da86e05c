import { useState } from 'react';
import { cannotApply } from '../../../../shared/compare/data-source.js';
import type { Setting } from '../../../../shared/compare/setting.js';
import type { Target } from '../../../app/comparison/target.js';
import { useCompare } from '../../../app/comparison/use-compare.js';
import { useSettings } from '../../../app/settings-context.js';
import { Button } from '../../../ui/Button.js';
import type { ReadModel } from '../model/read-model.js';
import { ApplyDialog } from './ApplyDialog.js';
import { optionsForOthers } from './options-of.js';
import { useSendFolder } from './use-send-folder.js';

interface Props {
  readonly model: ReadModel;
  readonly setting: Setting;
  readonly kind: 'primary' | 'plain';
}

/** Uses the setting for what was measured: a file after a question, all files of a folder in Home. */
export function MeasuredUse({ model, setting, kind }: Props) {
  const { measured } = useCompare();
  const { settings } = useSettings();
  const sendFolder = useSendFolder();
  const [isDialogOpen, setDialogOpen] = useState(false);
  const obstacle = obstacleOf(model, measured);
  const file = measured?.file;
  const member = measured?.source.kind === 'file' ? measured.source.member : undefined;
  const isFolder = model.run.data.source?.kind === 'folder';
  const use = () => {
    const options = optionsForOthers(setting, model.run, settings);
    if (!isFolder) setDialogOpen(true);
    else if (file && options) sendFolder([file.id], options);
  };
  return (
    <>
      <Button kind={kind} disabled={obstacle !== undefined} title={obstacle} onClick={use}>
        {isFolder ? 'Use for this folder' : 'Use for this file…'}
      </Button>
      {isDialogOpen && file && (
        <ApplyDialog file={file} member={member} setting={setting} onClose={() => setDialogOpen(false)} />
      )}
    </>
  );
}

/** Why the setting cannot be applied to what the shown run measured. */
function obstacleOf({ run }: ReadModel, measured: Target | undefined): string | undefined {
  const reason = run.data.source && cannotApply(run.data.source);
  if (reason !== undefined) return reason;
  if (!measured) return 'This run is from an earlier session or another machine. Choose its data and run it again.';
  return measured.file?.kind === 'folder' || measured.file?.actions.includes('compress')
    ? undefined
    : 'These data are not in a file that can be compressed.';
}
