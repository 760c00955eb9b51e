import {parseAnsiSequences} from 'ansi-sequence-parser';

/** A stretch of one row in one style. */
interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: string;
}

export interface TerminalPicture {
  /** What was typed. */
  readonly command: string;
  /** What came of it, with its colours. */
  readonly output: string;
  /** Of the terminal; longer lines wrap. */
  readonly columns: number;
  /** Rows after which the picture ends. */
  readonly rows: number;
}

const cell = {width: 8.4, height: 19};
const padding = 20;
const bar = 34;
const baseline = 14;

// A dark frame of its own is readable on a light page and on a dark one; each colour has a contrast of 4.5 or
// more against the background (WCAG 2.2, 1.4.3), also where it is dimmed.
const colors: Readonly<Record<string, string>> = {
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  brightBlue: '#a5d6ff',
  brightMagenta: '#f0a6e0',
};
const foreground = '#e6edf3';
const dimmed = '#9198a1';

/** A picture of a terminal, as SVG. Knows the styles that this program prints, no others. */
export function terminalSvg({command, output, columns, rows: maxRows}: TerminalPicture): string {
  const all = [
    ...layOut(`\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m`, columns),
    ...layOut(output, columns),
  ];
  const rows =
    all.length > maxRows ? [...all.slice(0, maxRows - 1), [{column: 0, text: '…', style: 'd'}]] : all;
  const width = Math.ceil(columns * cell.width + 2 * padding);
  const height = bar + rows.length * cell.height + padding;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeText(command)}</title>`,
    '<style>',
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}",
    `text{fill:${foreground}}.d{fill:${dimmed}}.b{font-weight:700}`,
    Object.entries(colors)
      .map(([name, color]) => `.${name}{fill:${color}}`)
      .join(''),
    '</style>',
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="#0d1117" stroke="#3d444d"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `<circle cx="${padding + 2 + index * 20}" cy="20" r="6" fill="${fill}"/>`,
    ),
    ...rows.flatMap((runs, row) => runs.map(run => runText(run, row))),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

/** `textLength` keeps the columns in place whatever the width of the reader's font. */
function runText({column, text, style}: Run, row: number): string {
  const indent = text.length - text.trimStart().length;
  const drawn = text.trim();
  const x = round(padding + (column + indent) * cell.width);
  const y = bar + row * cell.height + baseline;
  const length = round(drawn.length * cell.width);
  const attributes = style ? ` class="${style}"` : '';
  return `<text x="${x}" y="${y}"${attributes} textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escapeText(drawn)}</text>`;
}

/** The text in rows, those too long wrapped as a terminal does; blank runs are left out. */
function layOut(text: string, columns: number): Run[][] {
  const rows: Run[][] = [[]];
  let column = 0;
  for (const token of parseAnsiSequences(text)) {
    const style = styleOf(token);
    for (const [index, line] of token.value.split('\n').entries()) {
      if (index > 0) {
        rows.push([]);
        column = 0;
      }
      for (let rest = line; rest !== ''; ) {
        if (column === columns) {
          rows.push([]);
          column = 0;
        }
        const part = rest.slice(0, columns - column);
        if (part.trim()) rows.at(-1)?.push({column, text: part, style});
        column += part.length;
        rest = rest.slice(part.length);
      }
    }
  }
  while (rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

type Token = ReturnType<typeof parseAnsiSequences>[number];

/** Classes of the style sheet. Throws RangeError for a style that the sheet has none for. */
function styleOf({foreground: color, background, decorations}: Token): string {
  const name = color?.type === 'named' ? color.name : undefined;
  if (background || (color && (name === undefined || !Object.hasOwn(colors, name))))
    throw new RangeError(`no colour is chosen for ${JSON.stringify(color ?? background)}`);
  const isDim = decorations.has('dim') && name === undefined;
  return [...(isDim ? ['d'] : []), ...(decorations.has('bold') ? ['b'] : []), ...(name ? [name] : [])].join(
    ' ',
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
