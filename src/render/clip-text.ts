const ellipsis = '..';

/** A text of so many characters at most, with a sign where something was cut off its end. */
export function clipText(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= ellipsis.length
    ? text.slice(0, Math.max(0, width))
    : `${text.slice(0, width - 2)}${ellipsis}`;
}
