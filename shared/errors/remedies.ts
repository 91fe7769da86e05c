import type { ContractError } from '../contract/result.js';
import type { ErrorKind, FormatProblem } from '../format/errors.js';

const ANOTHER_COPY = 'Copy or download the file again, or restore it from a backup.';

const COPY_OR_WRITE = 'Copy the file again, or write it again with the program that made it.';

/** Remedies for damaged or unsupported files. */
const FORMAT_REMEDIES = {
  'not-bloscpack': 'Check that this is the right file; other files can be compressed as raw bytes.',
  'unsupported-version': 'Open it with the program that wrote it, and pack its data again.',
  'bad-header': ANOTHER_COPY,
  truncated:
    'The file is not complete: copy or download it again. Of a container, `blpk repair` saves the intact chunks.',
  'bad-offset': 'Run `blpk repair`: the chunks themselves may be whole.',
  'bad-metadata': 'The data may still be readable: run `blpk verify` to see.',
  'bad-chunk': 'Run `blpk verify` to list everything that is damaged; the other chunks can still be read.',
  'following-container': 'Split the file where the message says, and read each container on its own.',
  'bad-dtype': 'Save the array with a plain numeric or structured dtype; Python objects cannot be stored safely.',
  'bad-npy': 'Save the array again with `numpy.save`, one array to a file.',
  'bad-npz': 'Make the archive again with `numpy.savez`, without encryption.',
  'bad-joblib': 'Save the arrays again with `joblib.dump`, without other objects, or with `numpy.save`.',
  'bad-parquet': COPY_OR_WRITE,
  'bad-arrow': COPY_OR_WRITE,
  'bad-csv': 'Correct the file at the line that is named, and try again.',
  'bad-hdf5': ANOTHER_COPY,
  'bad-json': 'Correct the JSON text and try again.',
} as const satisfies Record<FormatProblem, string>;

/** Remedies for errors of the operating system. */
const IO_REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'Check that the file is still where it was.',
  EACCES: 'Ask for access to the file or folder, or choose another place.',
  EPERM: 'Ask for access to the file or folder, or choose another place.',
  EISDIR: 'Choose a file, not a folder.',
  ENOTDIR: 'Choose a path whose parts are all folders.',
  EEXIST: 'Choose another name, or let the existing file be replaced.',
  ENOSPC: 'Free some space on the disk, or choose another output folder.',
  EDQUOT: 'Free some of your quota, or choose another output folder.',
  EROFS: 'Choose an output folder that can be written to.',
  EFBIG: 'Choose an output folder on another file system.',
  EMFILE: 'Close some programs or files and try again.',
  EBUSY: 'Wait until the other program is done with the file and try again.',
  ESTALE: 'The file changed while it was being read: wait until it is complete and try again.',
  ENAMETOOLONG: 'Choose a shorter name or a folder nearer to the root.',
  EOUTSIDE: 'Start the host with `--root` for the folder that the file is in.',
  ENORANGES: 'Download the file and open the copy.',
  EPRIVATE: 'Start the host with `--allow-private-addresses` to open addresses in your own network.',
  ETIMEDOUT: 'Try again later, or check the network connection.',
  ECONNREFUSED: 'Check the address and its port, and whether a program answers there.',
  ECONNRESET: 'Check the network connection, then try again.',
  EAI_AGAIN: 'Check the network connection, then try again.',
  ENETUNREACH: 'Check the network connection, then try again.',
  EHOSTUNREACH: 'Check the network connection, then try again.',
  ENOTFOUND: 'Check how the name in the address is written, and the network connection.',
  EIO: 'Check the disk or the network connection, then try again.',
};

const KIND_REMEDIES = {
  checksum: `The stored bytes changed after they were written. ${ANOTHER_COPY}`,
  codec: 'Try again; if it happens again, copy the details into a report.',
  io: 'Check the file and its disk, then try again.',
  format: 'Check that the file is complete and of the expected kind.',
  argument: 'Change the setting and try again.',
  cancelled: undefined,
} as const satisfies Record<ErrorKind, string | undefined>;

/**
 * What a user can do about an error of the engine, in one sentence. Looks first for the format problem or the code of the operating
 * system, then for the kind. Undefined when there is nothing to do.
 */
export function remedyFor({ kind, problem, code }: RemedyKeys): string | undefined {
  if (problem !== undefined) return FORMAT_REMEDIES[problem];
  if (code !== undefined && Object.hasOwn(IO_REMEDIES, code)) return IO_REMEDIES[code];
  return KIND_REMEDIES[kind];
}

type RemedyKeys = Pick<ContractError, 'problem' | 'code'> & { readonly kind: ErrorKind };
