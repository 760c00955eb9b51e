export const outputFormats = ['text', 'classic', 'raw', 'json'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export const columnNames = ['time', 'ingestion', 'source', 'request', 'group', 'stream'] as const;
export type Column = (typeof columnNames)[number];
