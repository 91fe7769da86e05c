import { SECURITY_HEADERS } from '../host/http/security-headers.js';

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bloscpack Studio</title>
<link rel="stylesheet" href="/problem.css">
<main>
<h1>The window stopped working</h1>
<p>Running jobs go on in the background, and finished files are safe.</p>
<p><a href="/index.html">Open the window again</a></p>
<p class="note">What happened is in the log: Help, Show Log File.</p>
</main>
</html>
`;

const css = `:root { color-scheme: light dark; font: 13px/20px system-ui, sans-serif; }
body { display: grid; min-height: 90vh; place-items: center; }
h1 { font-size: 18px; line-height: 24px; }
.note { opacity: 0.75; }
`;

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/problem': ['text/html; charset=utf-8', html],
  '/problem.css': ['text/css; charset=utf-8', css],
};

/** The page that replaces a crashed one. It has no scripts, so that it always works. */
export function problemPage(pathname: string): Response | undefined {
  const found = files[pathname];
  if (found === undefined) return undefined;
  const [type, text] = found;
  return new Response(text, { headers: { ...SECURITY_HEADERS, 'content-type': type } });
}
