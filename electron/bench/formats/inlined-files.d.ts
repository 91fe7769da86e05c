/** Files that the bundler inlines. */
declare module '*?url&inline' {
  /** `data:...;base64,...` */
  const dataUrl: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler exports it
  export default dataUrl;
}

declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler exports it
  export default text;
}
