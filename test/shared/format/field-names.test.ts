import { describe, expect, it } from 'vitest';
import { bloscHeaderRecord, headerRecord, metadataHeaderRecord } from '../../../shared/format/field-names.js';
import { HEADER_BYTES, parseHeader } from '../../../shared/format/header.js';
import { parseMetadataHeader } from '../../../shared/format/metadata-section.js';
import { manifest, readFixture } from '../../fixtures.js';
import { chunkFixtures } from './chunk-fixtures.js';

describe('the records', () => {
  it('name the fields in the order of the manifest', () => {
    const golden = manifest.golden.find(({ name }) => name === 'metadata_small');
    const bytes = readFixture('golden/metadata_small.blp');
    expect(Object.keys(headerRecord(parseHeader(bytes)))).toEqual(Object.keys(golden?.header ?? {}));
    const metadataHeader = metadataHeaderRecord(parseMetadataHeader(bytes.subarray(HEADER_BYTES)));
    expect(Object.keys(metadataHeader)).toEqual(Object.keys(golden?.metadataHeader ?? {}));
    const blosc = chunkFixtures[0]?.header;
    expect(blosc && Object.keys(bloscHeaderRecord(blosc))).toEqual(Object.keys(golden?.chunks?.[0]?.blosc ?? {}));
  });
});
