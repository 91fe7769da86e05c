import type { LucideIcon } from 'lucide-react';

/** One entry of a menu. Commands that are not possible are disabled, not left out. */
export type MenuEntry =
  | {
      readonly kind: 'command';
      readonly label: string;
      readonly onSelect: () => void;
      readonly icon?: LucideIcon;
      /** The shortcut to show, such as `Ctrl+C`. */
      readonly keys?: string;
      readonly disabled?: boolean;
      readonly danger?: boolean;
      /** Makes it an entry that is on or off. */
      readonly checked?: boolean;
    }
  | { readonly kind: 'separator' };
