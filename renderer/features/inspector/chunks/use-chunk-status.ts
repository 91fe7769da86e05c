import type { ChunkDetails } from '../../../../shared/contract/inspect/chunks.js';
import { useShownSubject } from '../../../app/subject-context.js';
import { useFormat } from '../../../format/format-context.js';
import { useDocument } from '../model/document-context.js';
import { rangeWords } from './chunk-words.js';

/** The chosen chunk in the status bar, behind the file's own facts. */
export function useChunkStatus(chunkIndex: number | undefined, details: ChunkDetails | undefined): void {
  const { overview } = useDocument();
  const format = useFormat();
  const { file, member, array } = overview;
  const title = member ? `${file.name} › ${member}` : file.name;
  const rows = details?.row.chunkIndex === chunkIndex ? details?.rows : undefined;
  const chunk = chunkIndex === undefined ? [] : [`chunk ${format.count(chunkIndex)}`];
  const place = rows ? [`${chunk[0]}, rows ${rangeWords(rows)}`] : chunk;
  const status = [title, ...(array ? [format.shape(array.shape), array.dtype] : []), ...place];
  useShownSubject({ title, status }, chunkIndex === undefined ? -1 : 1);
}
