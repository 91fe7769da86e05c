/**
 * Chooses the theme before anything is painted: a file of its own, for our content policy has no room for inline scripts, and
 * a classic script in the head, for modules run after the first paint. app/theme/theme.ts says the same for the running app;
 * a test holds the two together.
 */
(() => {
  const matches = (query) => matchMedia(query).matches;
  let setting = null;
  try {
    setting = localStorage.getItem('bloscpack-theme');
  } catch {
    // Storage can be forbidden; the system's choice is as good.
  }
  const contrast = matches('(prefers-contrast: more)') || matches('(forced-colors: active)');
  const dark = matches('(prefers-color-scheme: dark)');
  const ofSystem = contrast ? 'contrast' : dark ? 'dark' : 'light';
  const known = ['light', 'dark', 'contrast'].includes(setting);
  document.documentElement.dataset.theme = known ? setting : ofSystem;
})();
