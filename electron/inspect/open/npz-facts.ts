import type { MemberFacts } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { FormatError } from '../../../shared/format/errors.js';
import { itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { NpzArchive, type NpzArrayMember } from '../../engine/arrays/npz-reader.js';
import { npyArrayFacts } from './array-facts.js';

/** Members whose headers are read; each needs its start inflated. */
const MAX_HEADERS = 1000;

/** The arrays of a `.npz` file. Throws FormatError('bad-npz') for a file that is no archive or has no arrays. */
export async function readNpzFacts(path: string): Promise<readonly MemberFacts[]> {
  const archive = await NpzArchive.open(path);
  try {
    const members = archive.list().filter((member) => member.kind === 'array');
    if (members.length === 0) {
      throw new FormatError('bad-npz', `'${path}' is a zip archive, but there are no arrays in it`, { file: path });
    }
    const facts: MemberFacts[] = [];
    for (const [index, member] of members.entries()) {
      facts.push(index < MAX_HEADERS ? await memberFacts(archive, member) : sizeOnly(member));
    }
    return facts;
  } finally {
    await archive.close();
  }
}

/** The size is that of the values, without the header of the `.npy`. */
async function memberFacts(archive: NpzArchive, member: NpzArrayMember): Promise<MemberFacts> {
  try {
    const array = npyArrayFacts(await archive.header(member.name));
    return { name: member.name, sizeBytes: itemCount(array.shape) * array.itemsize, array };
  } catch (error) {
    return { ...sizeOnly(member), problem: toContractError(error).message };
  }
}

function sizeOnly({ name, sizeBytes }: NpzArrayMember): MemberFacts {
  return { name, sizeBytes };
}
