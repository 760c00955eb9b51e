export type ApiKind = 'rest' | 'http' | 'websocket';

/** An API of the region, as it is listed. */
export interface ListedApi {
  readonly kind: ApiKind;
  readonly id: string;
  readonly name: string;
  /** From where a REST API can be called. */
  readonly endpointType: 'regional' | 'edge' | 'private' | null;
  /** Where it is called, without the stage; null where that address is switched off. */
  readonly endpoint: string | null;
}

/** A stage of it. */
export interface ListedStage {
  readonly name: string;
  /** Of the execution log; null for an HTTP API, which writes none. */
  readonly loggingLevel: 'OFF' | 'ERROR' | 'INFO' | 'mixed' | null;
  /** Whether requests and responses are logged in full. */
  readonly dataTrace: boolean;
  /** The name of a log group, or the ARN of what is none; null where the stage has no access log. */
  readonly accessLog: string | null;
}

/** The stage of an HTTP API whose URLs do not name it. */
export const defaultStage = '$default';

export const kindNames: Readonly<Record<ApiKind, string>> = {
  rest: 'REST',
  http: 'HTTP',
  websocket: 'WebSocket',
};

/** Where a stage is called; null where the API has no address of its own. */
export function invokeUrl({endpoint}: ListedApi, stage: string): string | null {
  if (endpoint === null) return null;
  return stage === defaultStage ? endpoint : `${endpoint}/${stage}`;
}
