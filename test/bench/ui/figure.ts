/** One line of the table. Figures and references are in `unit`, smaller is better; `aim` is what the design asks for. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 'MiB' | 'tasks';
  readonly aim: number;
  readonly value: number;
  /** The same of a page, or of a host, that does nothing; undefined where there is no such thing. */
  readonly idle?: number;
}
