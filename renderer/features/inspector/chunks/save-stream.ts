/** Has the browser save what an address answers, under the name that the host gives it. */
export function saveFrom(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
