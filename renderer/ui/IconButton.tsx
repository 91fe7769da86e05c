import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from './Button.js';
import { Tooltip } from './Tooltip.js';

interface Props extends Omit<ComponentProps<typeof Button>, 'icon' | 'children' | 'keys'> {
  readonly icon: LucideIcon;
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
}

/** A square button with an icon only, where a word does not fit. */
export function IconButton({ icon, label, kind = 'ghost', ...rest }: Props) {
  return (
    <Tooltip text={label}>
      <Button {...rest} kind={kind} icon={icon} aria-label={label} data-square="" />
    </Tooltip>
  );
}
