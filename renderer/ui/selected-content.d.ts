import 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Shows the chosen option inside the button of a `<select>`; not yet in React's types. */
      selectedcontent: React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}
