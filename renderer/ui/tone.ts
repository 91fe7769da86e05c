import { Check, CircleAlert, Info, type LucideIcon, Minus, TriangleAlert } from 'lucide-react';

/** What a state means; never shown by colour alone. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info';

export const toneIcons = {
  plain: Minus,
  ok: Check,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
} as const satisfies Record<Tone, LucideIcon>;
