/** Files that the bundler inlines. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler exports it
  export default text;
}
