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

  it('says why children could not be loaded, and loads them on Retry with the focus in the tree', async () => {
    const { children } = openTree();
    await children.answer(nodesOf(undefined));
    await children.refuse('The file cannot be read.', nodesOf('header'));
    await expect.poll(() => screen.queryByRole('alert')?.textContent).toContain('The file cannot be read.');
    expect(screen.getByText('Bloscpack header')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(document.activeElement).toBe(tree());
    await children.answer(nodesOf('header'));
    await expect.poll(() => screen.queryByText('magic')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('loads automatically when a lost host is back', async () => {
    const { host, children } = openTree();
    await expect.poll(() => children.waiting()).toBe(1);
    host.lose();
    await expect.poll(() => screen.queryByRole('alert')).toBeTruthy();
    host.comeBack();
    await children.answer(nodesOf(undefined));
    await expect.poll(() => screen.queryByText('Bloscpack header')).toBeTruthy();
  });
});
