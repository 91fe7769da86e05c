import type { ContractError } from '../../shared/contract/result.js';
import { formatCount } from './counts.js';

/** Where an error happened: `t2m.npy.blp, chunk 12, byte 1,048,600`; empty when that is not known. */
export function errorPlace({ where }: ContractError): string {
  const parts = [
    where?.file,
    where?.chunkIndex !== undefined && `chunk ${formatCount(where.chunkIndex)}`,
    where?.offsetBytes !== undefined && `byte ${formatCount(where.offsetBytes)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The message and the remedy of an error as sentences: messages have no full stop. */
export function errorSentences({ message, remedy }: Pick<ContractError, 'message' | 'remedy'>): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return remedy === undefined ? sentence : `${sentence} ${remedy}`;
}

/** All fields of an error as plain text, for reports; numbers are not grouped. */
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
