import { ArgumentError } from '../../../shared/format/errors.js';
import { bloscpackContenders } from './bloscpack.js';
import type { Contender } from './contender.js';
import { hdf5BloscContenders, parquetContender, zarrContender } from './exchange-formats.js';
import { hdf5Contenders } from './hdf5.js';
import { zfile } from './joblib.js';
import { npy, npz } from './numpy-files.js';
import type { ContenderFacts, FormatPlan } from './types.js';

const NO_LZO = 'there is no LZO filter for the HDF5 library used here, and LZO itself is under the GPL';

/** Formats that were measured in 2014 but cannot be measured here; listed with the reason. */
const ABSENT_CONTENDERS: readonly Contender[] = [
  {
    id: 'hdf5_lzo',
    label: 'HDF5, LZO',
    levels: [1, 3, 5, 7, 9],
    parallel: false,
    published: 'tables_lzo',
    inspect: async () => ({ library: 'none', unavailable: NO_LZO }),
    open: async () => {
      throw new Error(NO_LZO);
    },
  },
];

/** All contenders, in the order of the tables. */
export const CONTENDERS: readonly Contender[] = [
  ...bloscpackContenders,
  npy,
  npz,
  zfile,
  ...hdf5Contenders,
  ...hdf5BloscContenders,
  ...ABSENT_CONTENDERS,
  parquetContender,
  zarrContender,
];

/** The contenders of the plan; by default those of 2014, or all. Throws ArgumentError for an unknown id. */
export function plannedContenders({ contenders, layout }: FormatPlan): readonly Contender[] {
  if (contenders === undefined) {
    return layout === 'talk-2014' ? CONTENDERS.filter(({ published }) => published !== undefined) : CONTENDERS;
  }
  return contenders.map((id) => {
    const found = CONTENDERS.find((contender) => contender.id === id);
    if (found) return found;
    throw new ArgumentError(`no contender is named '${id}': choose ${CONTENDERS.map((one) => one.id).join(', ')}`);
  });
}

/** The requested levels, if the contender has levels. */
export function plannedLevels({ levels }: Pick<Contender, 'levels'>, plan: FormatPlan): readonly number[] {
  return plan.levels === undefined || levels.length < 2 ? levels : plan.levels;
}

export async function contenderFacts(contender: Contender, plan: FormatPlan): Promise<ContenderFacts> {
  const { id, label, note, parallel, published } = contender;
  return {
    id,
    label,
    ...(note !== undefined && { note }),
    ...(await contender.inspect()),
    levels: plannedLevels(contender, plan),
    threads: parallel ? plan.nthreads : 1,
    ...(published !== undefined && { published }),
  };
}
