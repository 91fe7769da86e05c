import { describe, expect, it, vi } from 'vitest';
import { CommandRegistry } from '../../../renderer/app/commands/command-context.js';
import { commandFor, commandList, keysOf, matchCommands } from '../../../renderer/app/commands/command-table.js';
import { places } from '../../../renderer/app/place.js';

describe('the table of commands', () => {
  it.each(places)('has no keys twice in %s', (place) => {
    const held = commandList.filter(({ scope }) => scope === 'everywhere' || scope === place);
    const keys = held.flatMap((command) => command.keys ?? []);
    expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
  });

  it('has no title twice', () => {
    const titles = commandList.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('names modifiers in the order in which key presses are described', () => {
    const keys = commandList.flatMap((command) => command.keys ?? []);
    for (const one of keys) expect(one).toMatch(/^(Ctrl\+)?(Alt\+)?(Shift\+)?[^+]+$/);
  });

  it('finds the command of keys in a place, and none for keys that a list handles', () => {
    expect(commandFor('Ctrl+1', 'jobs')).toBe('go.home');
    expect(commandFor('Ctrl+Enter', 'home')).toBe('intake.run');
    expect(commandFor('Ctrl+Enter', 'jobs')).toBeUndefined();
    expect(commandFor('Space', 'jobs')).toBeUndefined();
    expect(keysOf('shortcuts.open')).toBe('F1');
    expect(keysOf('theme.dark')).toBeUndefined();
  });
});

describe('CommandRegistry', () => {
  it('runs the latest handler until it is removed', () => {
    const registry = new CommandRegistry();
    const [first, second] = [vi.fn(), vi.fn()];
    registry.add('go.home', first);
    const remove = registry.add('go.home', second);
    expect(registry.run('go.home')).toBe(true);
    remove();
    registry.run('go.home');
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  });

  it('returns false when a command has no handler', () => {
    const registry = new CommandRegistry();
    registry.add('go.home', () => {})();
    expect(registry.has('go.home')).toBe(false);
    expect(registry.run('go.home')).toBe(false);
  });
});

it('matches commands by all their words, those that begin with the text first', () => {
  const items = [{ title: 'Show all commands' }, { title: 'Pause all jobs' }, { title: 'All' }];
  expect(matchCommands(items, 'all').map(({ title }) => title)).toEqual(['All', 'Show all commands', 'Pause all jobs']);
  expect(matchCommands(items, 'jobs pau').map(({ title }) => title)).toEqual(['Pause all jobs']);
  expect(matchCommands(items, ' ')).toHaveLength(3);
});
