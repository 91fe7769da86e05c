import { ArgumentError } from '../../../shared/format/errors.js';
import { bloscpackContenders } from './bloscpack.js';
import type { Contender } from './contender.js';
import { hdf5BloscContenders, parquetContender, zarrContender } from './exchange-formats.js';
import { hdf5Contenders } from './hdf5.js';
import { zfile } from './joblib.js';
import { npy, npz } from './numpy-files.js';
import { pytablesContenders } from './pytables.js';
import type { ContenderFacts, FormatPlan } from './types.js';

/** All contenders, in the order of the tables. */
export const CONTENDERS: readonly Contender[] = [
  ...bloscpackContenders,
  npy,
  npz,
  zfile,
  ...hdf5Contenders,
  ...hdf5BloscContenders,
  ...pytablesContenders,
  parquetContender,
  zarrContender,
];

/** The contenders of the plan; by default all, also for the benchmark of 2014: today's alternatives belong beside it. Throws ArgumentError for an unknown id. */
export function plannedContenders({ contenders }: Pick<FormatPlan, 'contenders'>): readonly Contender[] {
  if (contenders === undefined) return CONTENDERS;
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
