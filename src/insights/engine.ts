/**
 * How log groups are read: by FilterLogEvents, by queries of Logs Insights, which AWS bills by the GB scanned, or
 * (`auto`) by queries only where FilterLogEvents cannot.
 */
export const engines = ['auto', 'filter', 'insights'] as const;
export type Engine = (typeof engines)[number];

/** USD per GB scanned, as long known of us-east-1; regions differ, and it was not checked again since 2025. */
export const defaultPricePerGb = 0.005;
