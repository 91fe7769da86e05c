import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties, through which components hand numbers to their style sheets. */
    [name: `--${string}`]: string | number | undefined;
  }
}
