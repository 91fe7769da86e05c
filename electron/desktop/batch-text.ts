import type { Notifier } from '../host/host-ports.js';

type BatchResult = Parameters<Notifier['batchFinished']>[0];

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** One line for a notification: `12 files done, 1 failed: 41.3 GiB → 9.8 GiB`. */
export function describeBatch({ done, failed, cancelled, sourceBytes, outputBytes }: BatchResult): string {
  const parts = [
    `${done} ${done === 1 ? 'file' : 'files'} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ];
  const sizes = done > 0 && outputBytes > 0 ? `: ${sizeText(sourceBytes)} → ${sizeText(outputBytes)}` : '';
  return `${parts.join(', ')}${sizes}`;
}

function sizeText(sizeBytes: number): string {
  const step = sizeBytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(sizeBytes) / 10), units.length - 1);
  const value = sizeBytes / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
