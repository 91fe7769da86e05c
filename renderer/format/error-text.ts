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

/** What happened and what to do, as sentences of one text: messages come without their full stop. */
export function errorSentences({ message, remedy }: Pick<ContractError, 'message' | 'remedy'>): string {
  const said = /[.!?]$/.test(message) ? message : `${message}.`;
  return remedy === undefined ? said : `${said} ${remedy}`;
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
