import type { DocumentProblem } from '../../../shared/contract/inspect/document.js';
import { sentence, toContractError } from '../../../shared/errors/contract-error.js';
import { NOTHING_BEHIND } from '../../engine/container/head.js';
import type { Problem, ProblemKind } from '../../engine/verify/problems.js';

/** The problems that `blpk repair` cannot repair: those of the header, unless its chunks were found all the same. */
const NOT_REPAIRABLE: readonly ProblemKind[] = [
  'not-bloscpack',
  'unsupported-version',
  'bad-header',
  'unknown-metadata',
  'bad-array-metadata',
];

export function documentProblem(problem: Problem, isRecovered = false): DocumentProblem {
  const { kind, severity, message, chunkIndex, offsetBytes, elements } = problem;
  return {
    kind,
    severity,
    message: `${sentence(isRecovered ? message.replace(NOTHING_BEHIND, ', but the chunks were found all the same') : message)}.`,
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(offsetBytes !== undefined && { offsetBytes }),
    ...(elements && { elements: [elements.startItem, elements.endItem] as const }),
    repairable: !NOT_REPAIRABLE.includes(kind) || (isRecovered && kind === 'bad-header'),
  };
}

/** The problem for an error that stopped reading. */
export function problemOfError(error: unknown): DocumentProblem {
  const asContract = toContractError(error);
  const { chunkIndex, offsetBytes } = asContract.where ?? {};
  return {
    severity: 'damage',
    message: asContract.message,
    kind: asContract.problem ?? asContract.kind,
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(offsetBytes !== undefined && { offsetBytes }),
    error: asContract,
    repairable: false,
  };
}
