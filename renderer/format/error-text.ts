import type { ContractError } from '../../shared/contract/result.js';
import { formatCount } from './counts.js';

/** Where it happened: `t2m.npy.blp, chunk 12, byte 1,048,600`; empty when nobody knows. */
export function errorPlace({ where }: ContractError): string {
  const parts = [
    where?.file,
    where?.chunkIndex !== undefined && `chunk ${formatCount(where.chunkIndex)}`,
    where?.offsetBytes !== undefined && `byte ${formatCount(where.offsetBytes)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Everything that a report needs, as plain text; numbers are not grouped. */
export function errorDetails(error: ContractError): string {
  const { kind, message, problem, code, where, details } = error;
  const lines = [
    message,
    `kind: ${[kind, problem, code].filter(Boolean).join(', ')}`,
    where?.file && `file: ${where.file}`,
    where?.chunkIndex !== undefined && `chunk: ${where.chunkIndex}`,
    where?.offsetBytes !== undefined && `byte: ${where.offsetBytes}`,
    details,
  ];
  return lines.filter(Boolean).join('\n');
}
