import { useCallback } from 'react';
import { useFormat } from '../../../../format/format-context.js';
import { useFailureToast, useToast } from '../../../../ui/Toasts.js';
import { useDocument } from '../../model/document-context.js';
import type { ByteRange } from '../hex/folds.js';
import { type CopyFormName, copyForms, mostCopiedBytes } from './copy-forms.js';

/** Answers how to copy the selected bytes as text. */
export function useCopyBytes({ start, end }: ByteRange): (form: CopyFormName) => void {
  const { client, overview } = useDocument();
  const { document } = overview;
  const toast = useToast();
  const failed = useFailureToast();
  const format = useFormat();
  return useCallback(
    (form) => {
      const count = format.countOf(end - start, 'byte');
      if (end - start > mostCopiedBytes) {
        const most = format.size(mostCopiedBytes);
        return toast({ tone: 'warn', text: `${count} are too many to copy: at most ${most} at once.` });
      }
      client
        .stream('inspect.bytes', { document, startByte: start, endByte: end })
        .then((answer) => answer.bytes())
        .then((bytes) => navigator.clipboard.writeText(copyForms[form].print(bytes)))
        .then(() => toast({ text: `${count} copied as ${copyForms[form].label}` }))
        .catch((thrown) => failed(thrown, 'Nothing was copied'));
    },
    [client, document, start, end, toast, failed, format],
  );
}
