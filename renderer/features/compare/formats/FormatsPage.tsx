export function FormatsPage() {
  return null;
}
