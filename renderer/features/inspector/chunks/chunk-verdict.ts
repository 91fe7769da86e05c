import type { ChunkDetails } from '../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../format/counts.js';
import type { Tone } from '../../../ui/tone.js';
import { rangeWords } from './chunk-words.js';

/** Whether a chunk is whole, in a sentence: the digest of what is stored now beside the digest that was stored with it. */
export function verdictOf({ row, digest, elements }: ChunkDetails): { readonly text: string; readonly tone: Tone } {
  const name = `Chunk ${formatCount(row.chunkIndex)}`;
  if (!digest) return { tone: 'info', text: `${name} has no checksum.` };
  const { stored, computed, kind } = digest;
  if (computed === undefined) return { tone: 'bad', text: row.problem ?? `${name} cannot be read.` };
  if (computed === stored) return { tone: 'ok', text: `${name}: ${kind} ${stored} matches.` };
  const affected = elements ? ` Items ${rangeWords(elements)} are affected.` : '';
  return { tone: 'bad', text: `${name}: ${kind} ${stored} is stored, ${computed} computed.${affected}` };
}
