import type { LucideIcon } from 'lucide-react';

interface Props {
  /** An icon of lucide. Prefer a word where one fits. */
  readonly of: LucideIcon;
  /** Width and height in pixels. */
  readonly size?: number | undefined;
  readonly className?: string | undefined;
}

/** An icon in the colour of the text. Screen readers skip it, so text must be beside it. */
export function Icon({ of: LineIcon, size = 16, className }: Props) {
  return <LineIcon size={size} strokeWidth={1.5} absoluteStrokeWidth className={className} aria-hidden="true" />;
}
