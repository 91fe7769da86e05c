// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { standaloneSvg } from '../../../../renderer/app/files/save-pictures.js';

describe('a chart that is saved as SVG', () => {
  it('has its lines and a legend in colours that do not depend on the page', () => {
    document.documentElement.style.setProperty('--codec-lz4', '#3288fa');
    document.body.innerHTML = '<svg><path d="M0 0h9"/></svg>';
    const chart = document.querySelector('svg');
    if (!chart) throw new Error('no chart');
    const keys = [
      { name: 'lz4', colour: 'var(--codec-lz4)' },
      { name: 'a < b', colour: '#112233' },
    ];
    const svg = standaloneSvg(chart, ['Title', 'At 500 MiB/s with 10 reads'], keys);
    expect(svg).toContain('>At 500 MiB/s with 10 reads</text>');
    expect(svg).toMatch(/fill="#3288fa"\/><text [^>]*>lz4<\/text>/);
    expect(svg).toMatch(/fill="#112233"\/><text [^>]*>a &#60; b<\/text>/);
    expect(svg).not.toContain('var(');
    expect(svg).toContain('translate(0 56)');
    expect(standaloneSvg(chart, ['Title'])).toContain('translate(0 40)');
  });

  it('breaks texts that are longer than the picture is wide', () => {
    document.body.innerHTML = '<svg><path d="M0 0h9"/></svg>';
    const chart = document.querySelector('svg');
    if (!chart) throw new Error('no chart');
    const svg = standaloneSvg(chart, ['Title', 'all rows and columns; cividis, linear, from -2.57 to 2.56']);
    const texts = [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(['Title', 'all rows and columns; cividis, linear,', 'from -2.57 to 2.56']);
  });
});
