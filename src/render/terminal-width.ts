import type {OutputStream} from '../context.js';

/** Columns of the terminal that a stream writes to; undefined for none, and for one that says 0, as new ptys do. */
export const terminalWidth = ({columns}: OutputStream): number | undefined => columns || undefined;
