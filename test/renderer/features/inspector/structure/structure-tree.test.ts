// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { nodesOf, openTree } from './opened-tree.js';

const tree = () => screen.getByRole('treegrid', { name: 'Structure of the file' });
const selected = () => tree().querySelector('[aria-selected="true"]')?.textContent;

describe('the structure tree', () => {
  it('selects a row that was chosen before it was loaded, when it is', async () => {
    const { children } = openTree();
    await children.answer(nodesOf(undefined));
    await expect.poll(() => children.waiting()).toBe(1);
    fireEvent.keyDown(tree(), { key: 'ArrowRight' });
    expect(selected()).toBeUndefined();
    await children.answer(nodesOf('header'));
    await expect.poll(selected).toContain('magic');
  });

  it('keeps the selection of what was chosen since', async () => {
    const { children } = openTree();
    await children.answer(nodesOf(undefined));
    await expect.poll(() => children.waiting()).toBe(1);
    fireEvent.keyDown(tree(), { key: 'ArrowRight' });
    fireEvent.keyDown(tree(), { key: 'ArrowLeft' });
    await expect.poll(selected).toContain('Bloscpack header');
    await children.answer(nodesOf('header'));
    await expect.poll(() => screen.queryByText('magic')).toBeTruthy();
    expect(selected()).toContain('Bloscpack header');
  });
});
