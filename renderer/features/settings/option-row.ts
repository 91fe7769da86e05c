import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** One setting: its control, and what is said about it. */
export interface OptionRowFacts {
  readonly label: string;
  /** One line of explanation. */
  readonly description: string;
  readonly control: ReactNode;
  /** What it is when nobody has touched it, in words. */
  readonly defaultText: string;
  /** It is not that now. */
  readonly changed: boolean;
}

export interface OptionGroup {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Softer words after the title. */
  readonly hint?: string;
  /** Over the column of defaults, and over the marks of what differs. */
  readonly defaultHead?: string;
  readonly changedHead?: string;
  readonly rows: readonly OptionRowFacts[];
  readonly reset: () => void;
}
