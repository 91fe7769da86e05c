/** The program's mark: three chunks of a container, in the colours of the theme. */
export function BrandMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect x="1" y="1" width="16" height="5.2" rx="1.4" fill="var(--ink)" />
      <rect x="1" y="7.4" width="10.5" height="4.4" rx="1.3" fill="var(--ink-2)" />
      <rect x="1" y="13" width="6" height="4" rx="1.2" fill="var(--accent)" />
    </svg>
  );
}
