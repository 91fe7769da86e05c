/** Where the window is: the rail's destinations. */
export const places = ['home', 'jobs', 'inspector', 'compare', 'settings'] as const;

export type Place = (typeof places)[number];

export const placeTitles = {
  home: 'Home',
  jobs: 'Jobs',
  inspector: 'Inspector',
  compare: 'Compare',
  settings: 'Settings',
} as const satisfies Record<Place, string>;
