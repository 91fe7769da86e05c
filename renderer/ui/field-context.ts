import { createContext, useContext } from 'react';

/** What a Field tells the control inside it. */
export interface FieldWiring {
  readonly id?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

export const FieldContext = createContext<FieldWiring>({});

/** For controls: the attributes that tie them to the label, hint and error of the Field around them. */
export function useFieldWiring(): FieldWiring {
  return useContext(FieldContext);
}
