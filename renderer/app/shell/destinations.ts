import { ChartScatter, House, ListVideo, type LucideIcon, SlidersHorizontal, TableProperties } from 'lucide-react';
import type { ComponentType } from 'react';
import { Compare } from '../../features/compare/Compare.js';
import { Home } from '../../features/home/Home.js';
import { Inspector } from '../../features/inspector/Inspector.js';
import { Jobs } from '../../features/jobs/Jobs.js';
import { SettingsPage } from '../../features/settings/SettingsPage.js';
import type { Place } from '../place.js';

export interface Destination {
  readonly place: Place;
  readonly icon: LucideIcon;
  readonly View: ComponentType;
}

/** The rail, from top to bottom; the last is at its foot. A new feature is one line here and one in place.ts. */
export const destinations = [
  { place: 'home', icon: House, View: Home },
  { place: 'jobs', icon: ListVideo, View: Jobs },
  { place: 'inspector', icon: TableProperties, View: Inspector },
  { place: 'compare', icon: ChartScatter, View: Compare },
  { place: 'settings', icon: SlidersHorizontal, View: SettingsPage },
] as const satisfies readonly Destination[];
