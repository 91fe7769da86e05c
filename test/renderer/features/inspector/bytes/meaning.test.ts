import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../../../renderer/features/inspector/bytes/inspect/meaning.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

const node = (name: string, offsetBytes: number, sizeBytes: number): StructureNode => ({
  id: name,
  name,
  region: 'header',
  childCount: 0,
  offsetBytes,
  sizeBytes,
});
const trail = [node('Bloscpack header', 0, 32), node('nchunks', 16, 8)];

describe('what the selected bytes mean', () => {
  it('is the innermost part that contains them all', () => {
    expect(meaningOf({ start: 18, end: 19 }, trail, undefined)).toMatchObject({
      title: 'nchunks',
      subtitle: 'field of the Bloscpack header',
    });
    expect(meaningOf({ start: 16, end: 32 }, trail, undefined)).toMatchObject({ title: 'Bloscpack header' });
  });

  it('is the field while its trail is loading', () => {
    const field = { start: 100, end: 104, region: 'chunk-header', shade: 0, name: 'nbytes', of: 'chunk 1234' } as const;
    expect(meaningOf({ start: 100, end: 104 }, trail, field)).toEqual({ title: 'nbytes', subtitle: 'in chunk 1,234' });
  });

  it('is just bytes when they are of several parts', () => {
    expect(meaningOf({ start: 0, end: 1000 }, trail, undefined)).toEqual({ title: 'Bytes' });
  });
});
