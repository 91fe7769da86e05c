/** The tabs of the Inspector's middle region, from left to right. */
export const inspectorViews = ['overview', 'data', 'chunks', 'bytes'] as const;
export type InspectorView = (typeof inspectorViews)[number];
