import {chanceOf} from './random.js';

/** How long one kind of writer takes until CloudWatch Logs has its lines. All times in milliseconds. */
export interface WriterLag {
  /** Lines of one stream that are written within this time arrive together. 0: each at once. */
  readonly batchMs: number;
  /** From the end of the batch until it has arrived. */
  readonly minMs: number;
  readonly maxMs: number;
  /** The share of batches that take `stragglerMs` instead. */
  readonly stragglerShare: number;
  readonly stragglerMs: number;
}

export interface IngestionLag {
  readonly execution: WriterLag;
  readonly access: WriterLag;
  readonly lambda: WriterLag;
}

/**
 * As real logs show it: API Gateway about 1.4 s, its access log about 3 s, Lambda 0.5 to 2.6 s, and now and
 * then 15 s for one batch of one Lambda stream (a sample of `get-log-events` in the Lambda guide).
 */
export const realisticLag: IngestionLag = {
  execution: {batchMs: 400, minMs: 900, maxMs: 1500, stragglerShare: 0, stragglerMs: 0},
  access: {batchMs: 1000, minMs: 2000, maxMs: 3000, stragglerShare: 0, stragglerMs: 0},
  lambda: {batchMs: 250, minMs: 500, maxMs: 2350, stragglerShare: 0.003, stragglerMs: 15_000},
};

const atOnce: WriterLag = {batchMs: 0, minMs: 0, maxMs: 0, stragglerShare: 0, stragglerMs: 0};

/** Every line is there the moment it is written. */
export const noLag: IngestionLag = {execution: atOnce, access: atOnce, lambda: atOnce};

/**
 * When CloudWatch Logs has what a stream's writer wrote at `writtenAt` (epoch ms). Lines that share a batch
 * share the answer, so they keep their order; later batches may overtake.
 */
export function ingestedAt(lag: WriterLag, streamKey: number, writtenAt: number): number {
  if (lag.batchMs === 0) return writtenAt;
  const batch = Math.floor(writtenAt / lag.batchMs);
  const batchEnd = (batch + 1) * lag.batchMs;
  if (chanceOf(streamKey ^ 0x5bd1e995, batch) < lag.stragglerShare) return batchEnd + lag.stragglerMs;
  return batchEnd + Math.round(lag.minMs + chanceOf(streamKey, batch) * (lag.maxMs - lag.minMs));
}
