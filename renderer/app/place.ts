/** The views of the window, in the order of the rail. */
export const places = ['home', 'jobs', 'inspector', 'compare', 'settings'] as const;

export type Place = (typeof places)[number];

export const placeTitles = {
  home: 'Home',
  jobs: 'Jobs',
  inspector: 'Inspector',
  compare: 'Compare',
  settings: 'Settings',
} as const satisfies Record<Place, string>;
