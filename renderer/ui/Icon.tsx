import type { LucideIcon } from 'lucide-react';

interface Props {
  /** A drawing of lucide's set; where a word fits, use the word. */
  readonly of: LucideIcon;
  /** Pixels a side. */
  readonly size?: number | undefined;
  readonly className?: string | undefined;
}

/** A line drawing in the colour of the text; says nothing to screen readers, so the words must stand beside it. */
export function Icon({ of: Drawing, size = 16, className }: Props) {
  return <Drawing size={size} strokeWidth={1.5} absoluteStrokeWidth className={className} aria-hidden="true" />;
}
