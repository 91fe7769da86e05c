import type { Locator, Page } from 'playwright';
import type { Studio } from './studio.js';

export type View = 'Overview' | 'Data' | 'Chunks' | 'Bytes';

/** The Inspector, found by roles and names as screen readers find it. */
export class InspectorPage {
  readonly page: Page;

  constructor({ page }: Pick<Studio, 'page'>) {
    this.page = page;
  }

  async go(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Inspector' }).click();
  }

  /** Opens a file of the root with the Inspector's button, and waits until it is open. */
  async open(name: string): Promise<void> {
    await this.go();
    await this.chooseFile(this.openButton, name);
    await this.waitForFile(name);
  }

  get openButton(): Locator {
    return this.page
      .getByRole('button', { name: 'Open a file' })
      .or(this.page.getByRole('button', { name: 'Choose files…' }));
  }

  /** Chooses one file of the root in the file browser that a button opens. */
  async chooseFile(button: Locator, name: string): Promise<void> {
    await button.click();
    const dialog = this.page.getByRole('dialog', { name: 'Choose files' });
    // A folder that is a store of arrays is one, too.
    const cell = this.page.getByRole('gridcell', { name: new RegExp(`^${literally(name)}( ?, store of arrays)?$`) });
    await dialog.getByRole('row').filter({ has: cell }).click();
    await dialog.getByRole('button', { name: 'Add 1 item' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Waits until the file is in the selected tab and its views are shown. */
  async waitForFile(name: string): Promise<void> {
    await this.fileTab(name).and(this.page.locator('[aria-selected="true"]')).waitFor();
    await this.viewTab('Overview').waitFor();
  }

  fileTab(name: string): Locator {
    return this.fileTabs.filter({ hasText: new RegExp(`^${literally(name)}(, damaged)?$`) });
  }

  get fileTabs(): Locator {
    return this.page.getByRole('tablist', { name: 'Open files' }).getByRole('tab');
  }

  async close(name: string): Promise<void> {
    // Hidden from screen readers, whose users close a tab with a key.
    await this.page.getByLabel(`Close ${name}`, { exact: true }).click();
    await this.fileTab(name).waitFor({ state: 'detached' });
  }

  viewTab(view: View): Locator {
    return this.page.getByRole('tab', { name: view, exact: true });
  }

  async show(view: View): Promise<void> {
    await this.viewTab(view).click();
    await this.panel(view).waitFor();
  }

  panel(view: View): Locator {
    return this.page.getByRole('tabpanel', { name: view });
  }

  get structure(): Locator {
    return this.page.getByRole('region', { name: 'Structure' });
  }

  get details(): Locator {
    return this.page.getByRole('region', { name: 'Details' });
  }

  get tree(): Locator {
    return this.page.getByRole('treegrid', { name: 'Structure of the file' });
  }

  /** The row of a node, by its name at the beginning. */
  node(name: string): Locator {
    return this.tree.getByRole('row', { name: new RegExp(`^(Fold |Unfold )?${literally(name)}\\b`) });
  }

  get selectedNode(): Locator {
    return this.tree.getByRole('row', { selected: true });
  }

  get chunkTable(): Locator {
    return this.page.getByRole('grid', { name: 'Chunks' });
  }

  /** The nth row of the table, as it is sorted and filtered. */
  chunkRow(place: number): Locator {
    return this.chunkTable.locator(`[role=row][aria-rowindex="${place + 2}"]`);
  }

  get map(): Locator {
    return this.page.getByRole('application', { name: /^[\d,]+ chunks? by/ });
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Values' });
  }

  /** A cell of the grid by its place on the screen's plane. */
  cell(row: number, column: number): Locator {
    return this.grid.locator(`[role=row][aria-rowindex="${row + 2}"] > * > [aria-colindex="${column + 2}"]`);
  }

  get hex(): Locator {
    return this.page.getByRole('grid', { name: /^Bytes of the (file|chunk)$/ });
  }

  byte(offsetBytes: number): Locator {
    return this.hex.getByRole('gridcell', { name: new RegExp(`^offset 0x${offsetBytes.toString(16)},`, 'i') });
  }

  /** In Data and in Bytes: an index, an offset, `chunk 7`, `max`. */
  async goTo(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Go to' });
    await field.fill(text);
    await field.press('Enter');
  }

  /** The value beside a label in a list of keys and values. */
  valueOf(where: Locator, label: string): Locator {
    return where
      .locator('dt', { hasText: new RegExp(`^${literally(label)}$`) })
      .locator('xpath=following-sibling::dd[1]');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async more(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More on this file' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
