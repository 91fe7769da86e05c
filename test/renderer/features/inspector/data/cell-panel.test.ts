// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openCell } from './opened-cell.js';

it('a cell that cannot be read has its error in Details, and not the value of the cell before', async () => {
  const { cells, showRow } = openCell(3);
  await cells.answer();
  await expect.poll(() => screen.queryAllByText('value 3').length).toBeGreaterThan(0);

  showRow(20);
  await expect.poll(() => cells.waiting()).toBe(1);
  // Until the other cell is loaded, the value that is still shown has its own address above it.
  expect(screen.getByText('[3]')).toBeTruthy();
  await cells.refuse('chunk 2 is damaged');
  await expect.poll(() => screen.queryByText('[20]')).not.toBeNull();
  expect(screen.getByRole('alert').textContent).toContain('chunk 2 is damaged');
  expect(screen.queryAllByText('value 3')).toEqual([]);
  expect(screen.queryByRole('button', { name: 'Copy value' })).toBeNull();
});
