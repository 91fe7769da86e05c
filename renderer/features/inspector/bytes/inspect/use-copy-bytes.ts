import { toContractError } from '../../../../api/call-error.js';
import { useFormat } from '../../../../format/format-context.js';
import { useToast } from '../../../../ui/Toasts.js';
import { useDocument } from '../../model/document-context.js';
import type { ByteRange } from '../hex/folds.js';
import { type CopyFormName, copyForms, mostCopiedBytes } from './copy-forms.js';

/** Answers how to copy the selected bytes as text. */
export function useCopyBytes({ start, end }: ByteRange): (form: CopyFormName) => void {
  const { client, overview } = useDocument();
  const toast = useToast();
  const format = useFormat();
  const count = format.countOf(end - start, 'byte');
  const copy = async (form: CopyFormName) => {
    if (end - start > mostCopiedBytes) {
      return toast({
        tone: 'warn',
        text: `${count} are too many to copy: at most ${format.size(mostCopiedBytes)} at once.`,
      });
    }
    const request = { document: overview.document, startByte: start, endByte: end };
    const bytes = await (await client.stream('inspect.bytes', request)).bytes();
    await navigator.clipboard.writeText(copyForms[form].print(bytes));
    toast({ text: `${count} copied as ${copyForms[form].label}` });
  };
  return (form) => {
    copy(form).catch((thrown) =>
      toast({ tone: 'bad', text: `Nothing was copied: ${toContractError(thrown).message}` }),
    );
  };
}
