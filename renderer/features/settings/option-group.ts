import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** One setting: its control and its texts. */
export interface OptionRowFacts {
  readonly label: string;
  /** One line of explanation. */
  readonly description: string;
  readonly control: ReactNode;
  /** The default value as text. */
  readonly defaultText?: string;
  /** The present value differs from the default. */
  readonly changed: boolean;
}

export interface OptionGroup {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Secondary text after the title. */
  readonly hint?: string;
  /** Headers of the column of defaults and of the marks of changed values. */
  readonly defaultHead?: string;
  readonly changedHead?: string;
  readonly rows: readonly OptionRowFacts[];
  /** Absent where there is nothing to reset. */
  readonly reset?: () => void;
}
