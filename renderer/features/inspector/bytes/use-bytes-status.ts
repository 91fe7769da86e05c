import { useShownSubject } from '../../../app/subject-context.js';
import { useFormat } from '../../../format/format-context.js';
import { useDocument } from '../model/document-context.js';

/** Shows the file in the status bar, followed by what is shown of it. */
export function useBytesStatus(words: string): void {
  const format = useFormat();
  const { overview } = useDocument();
  const { array, file, member } = overview;
  const name = member === undefined ? file.name : `${file.name} › ${member}`;
  useShownSubject(
    {
      title: name,
      status: [name, ...(array ? [format.shape(array.shape), array.dtype] : []), words],
    },
    1,
  );
}
