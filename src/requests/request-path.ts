/**
 * The path that the API's resources know, of a path as the client called it: `$context.path` has the stage, or
 * a custom domain's base path, in front (documented).
 */
export function pathOfResource(path: string, resourcePath: string | undefined): string {
  if (resourcePath === undefined) return path;
  const segments = path.split('/').slice(1);
  const template = resourcePath.split('/').slice(1);
  for (let dropped = 0; dropped < segments.length; dropped += 1) {
    if (matches(template, segments, dropped)) return `/${segments.slice(dropped).join('/')}`;
  }
  return path;
}

/** Whether the template is that of the segments from one of them on. */
function matches(template: readonly string[], segments: readonly string[], from: number): boolean {
  const count = segments.length - from;
  // `{proxy+}` takes all that follows, and nothing tells where it begins but what stands in front of it.
  const isGreedy = template.at(-1)?.endsWith('+}') === true;
  if (isGreedy ? count < template.length : count !== template.length) return false;
  return template.every((part, index) => part.startsWith('{') || part === segments[from + index]);
}
