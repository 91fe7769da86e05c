/**
 * Packs and unpacks a file in a separate process, to measure its peak of memory.
 * Usage: node large-round-trip.mjs <plain> <container> <unpacked>; prints one line of JSON.
 */
import { createRequire } from 'node:module';

const { packFileToFile, unpackFileFromFile } = createRequire(import.meta.url)('../../../dist/engine.cjs');
const [plain, container, unpacked] = process.argv.slice(2);

const { storedBytes } = await packFileToFile(plain, container);
await unpackFileFromFile(container, unpacked);

process.stdout.write(JSON.stringify({ storedBytes, maxRssBytes: process.resourceUsage().maxRSS * 1024 }));
