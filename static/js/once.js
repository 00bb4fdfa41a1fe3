// Elements below a root, and the root itself, that match and were not handed out before for this purpose.
const seen = new Map();

export function fresh(root, selector) {
  if (!seen.has(selector)) seen.set(selector, new WeakSet());
  const known = seen.get(selector);
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  return found.filter((element) => !known.has(element) && known.add(element));
}
