/** Between the path of a file and the name of one of its arrays. */
export const NAME_MARK = '::';

/** A path, and the name behind `::`. */
export interface ArrayName {
  readonly path: string;
  readonly name: string | undefined;
}

export function joinArrayName({ path, name }: ArrayName): string {
  return name === undefined ? path : `${path}${NAME_MARK}${name}`;
}
