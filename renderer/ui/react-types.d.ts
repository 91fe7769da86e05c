import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties: components pass numbers to their style sheets through them. */
    [name: `--${string}`]: string | number | undefined;
  }

  namespace JSX {
    interface IntrinsicElements {
      /** Shows the chosen option inside the button of a `<select>`; not yet in React's types. */
      selectedcontent: React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}
