import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { isWithin, roomOf } from './rooms.mjs';

/**
 * Checks one import.
 *
 * @param {string} file the importing file, relative to the root, with forward slashes
 * @param {Pick<import('./specifiers.mjs').Import, 'specifier' | 'typeOnly'>} found
 * @returns {string | undefined} a clause such as "electron/engine may not import renderer"; undefined for an allowed import
 */
export function violation(file, { specifier, typeOnly }) {
  const room = roomOf(file);
  if (!room) return 'this file is in no room of build/imports/rooms.mjs';
  if (specifier.startsWith('.')) return roomViolation(room, posix.join(posix.dirname(file), specifier), typeOnly);
  if (isBuiltin(specifier)) return room.builtins ? undefined : `${room.path} may not import Node's modules`;
  if (isWithin(specifier, 'electron')) return room.electron ? undefined : `${room.path} may not import electron`;
  return packageViolation(room, specifier);
}

/**
 * @param {import('./rooms.mjs').Room} room
 * @param {string} specifier
 * @returns {string | undefined}
 */
function packageViolation({ path, packages }, specifier) {
  if (packages === true) return undefined;
  if (!packages) return `${path} may not import packages`;
  const isNamed = packages.some((name) => isWithin(specifier, name));
  return isNamed ? undefined : `${path} may not import packages other than ${packages.join(', ')}`;
}

/**
 * @param {import('./rooms.mjs').Room} room
 * @param {string} target relative to the root
 * @param {boolean} typeOnly
 * @returns {string | undefined}
 */
function roomViolation(room, target, typeOnly) {
  if (isWithin(target, room.path) || room.mayImport === 'anything') return undefined;
  if (!room.mayImport.some((path) => isWithin(target, path))) {
    return `${room.path} may not import ${roomOf(target)?.path ?? target}`;
  }
  return room.typesOnly && !typeOnly ? `${room.path} may import only types from ${roomOf(target)?.path}` : undefined;
}

/** @param {string} specifier */
function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}
