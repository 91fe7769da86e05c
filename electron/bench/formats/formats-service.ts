import { ArgumentError, CancelledError, isBloscpackError } from '../../../shared/format/errors.js';
import type { FormatRun } from './measure-formats.js';
import type { ContenderFacts, FormatEvent, FormatReport } from './types.js';

/** The thread that measures formats. */
export interface FormatsService {
  readonly calls: {
    /** Stops between two steps when it is cancelled. See `measureFormats` for errors. */
    measure(request: FormatRun): FormatReport;
    contenders(request: { readonly nthreads: number }): readonly ContenderFacts[];
  };
  readonly streams: object;
  readonly event: FormatEvent;
}

interface EncodedError {
  readonly message: string;
  readonly isExpected: boolean;
}

/** Messages are not changed and have full paths, because the terminal shows them too. */
export const formatErrors = {
  encode: (thrown: unknown): EncodedError => ({
    message: thrown instanceof Error ? thrown.message : String(thrown),
    isExpected: isBloscpackError(thrown),
  }),
  decode: ({ message, isExpected }: EncodedError) => (isExpected ? new ArgumentError(message) : new Error(message)),
  cancelled: () => new CancelledError(),
} as const;
