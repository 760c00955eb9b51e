import type {CloudWatchLogsClientConfig} from '@aws-sdk/client-cloudwatch-logs';

type SdkLogger = NonNullable<CloudWatchLogsClientConfig['logger']>;

const silent = (): void => {};

/**
 * Keeps the SDK's warnings off stderr: where it finds no logger it writes to the console.
 *
 * It has no `info`, on purpose: with one, the SDK's logging middleware copies every output to hand it
 * over. The SDK calls `info` only as `logger?.info?.(…)`, so the cast is safe.
 */
export const silentLogger = {debug: silent, warn: silent, error: silent} as unknown as SdkLogger;
