/** `npm run build`: installs and builds what is missing or out of date. */
import './setup/node-version.mjs';
import { setUp } from './setup/set-up.mjs';

if (!setUp()) process.exitCode = 1;
