import { describe, expect, it } from 'vitest';
import { menuCommands, menuTemplate } from '../../../electron/desktop/menu-template.js';
import { type CommandFacts, commandTable } from '../../../renderer/app/commands/command-table.js';

const table: Readonly<Record<string, CommandFacts>> = commandTable;
const nothing = { command: () => undefined, setTheme: () => undefined, showLog: () => undefined };

describe('the native menu', () => {
  it.each(menuCommands)('has the keys that the page has for $id', ({ id, keys }) => {
    expect(table[id]).toBeDefined();
    expect(keys).toBe(table[id]?.keys?.[0]);
  });

  it.each(['darwin', 'linux', 'win32'] as const)('gives no keys twice on %s', (platform) => {
    const template = menuTemplate({ platform, theme: 'system', isPackaged: true }, nothing);
    const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('CommandOrControl+O');
  });

  it('marks the theme that is chosen', () => {
    const template = menuTemplate({ platform: 'linux', theme: 'dark', isPackaged: true }, nothing);
    expect(JSON.stringify(template)).toContain('{"label":"Dark","type":"radio","checked":true}');
  });
});
