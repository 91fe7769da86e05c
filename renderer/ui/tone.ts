import { Check, CircleAlert, Info, type LucideIcon, Minus, TriangleAlert } from 'lucide-react';

/** The meaning of a state. It must not be shown by colour alone. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info';

export const toneIcons = {
  plain: Minus,
  ok: Check,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
} as const satisfies Record<Tone, LucideIcon>;
