import { useMemo, useState } from 'react';
import { type Setting, settingWords } from '../../../../shared/compare/setting.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useNavigation } from '../../../app/navigation-context.js';
import { useSettings } from '../../../app/settings-context.js';
import { useClient } from '../../../data/client-context.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { optionsOf, requestFor } from './options-of.js';

interface Props {
  readonly file: FileFacts;
  /** The measured array of a `.npz`. */
  readonly member: string | undefined;
  readonly setting: Setting;
  readonly onClose: () => void;
}

/** Shows the name of the output, asks for confirmation, and starts the job. */
export function ApplyDialog({ file, member, setting, onClose }: Props) {
  const client = useClient();
  const { settings } = useSettings();
  const format = useFormat();
  const { go } = useNavigation();
  const [failure, setFailure] = useState<ContractError>();
  const request = useMemo(() => {
    const options = optionsOf(setting, settings);
    return options && requestFor(file, member, options, settings);
  }, [file, member, setting, settings]);
  const planned = useQuery(request, (_signal, batch) => client.call('batch.plan', batch));
  const plan = planned.value;
  const error = failure ?? planned.error;
  const output = plan?.outputs[0];
  const obstacle = plan?.obstacles[0] ?? plan?.leftOut[0]?.reason;
  const start = async () => {
    if (!request) return;
    try {
      await client.call('batch.start', { batch: request, onCollision: 'rename' });
      onClose();
      go('jobs');
    } catch (thrown) {
      setFailure(toContractError(thrown));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={`Compress ${member === undefined ? file.name : `${member} of ${file.name}`}?`}
      description={`With ${settingWords(setting, ['chunkSizeBytes', 'typesize'])}, as measured. The source is not changed.`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button kind="primary" disabled={!output || obstacle !== undefined} onClick={() => void start()}>
            Compress
          </Button>
        </>
      }
    >
      {error && <ErrorView error={error} />}
      {obstacle !== undefined && <p role="alert">{obstacle}</p>}
      {output && plan && (
        <KeyValueList
          entries={[
            { label: 'Output', value: output.name, mono: true },
            { label: 'Folder', value: output.folder },
            { label: 'Reads', value: format.size(plan.sourceBytes) },
            ...(output.existing ? [{ label: 'Exists already', value: 'the new output gets a number' }] : []),
          ]}
        />
      )}
    </Dialog>
  );
}
