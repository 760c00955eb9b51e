import type {MethodSettings} from './rest-api-definition.js';

/** An integration of an HTTP or WebSocket API. */
export interface HttpIntegrationDefinition {
  readonly id: string;
  readonly type: 'AWS_PROXY' | 'AWS' | 'HTTP_PROXY' | 'HTTP' | 'MOCK';
  /** A function's ARN, alone or in the form of REST APIs; a URL; a load balancer's listener. */
  readonly uri?: string;
  /** Another AWS service in place of a function: `StepFunctions-StartExecution`. */
  readonly subtype?: string;
  readonly connectionType?: 'INTERNET' | 'VPC_LINK';
  readonly payloadFormatVersion?: '1.0' | '2.0';
}

export interface HttpRouteDefinition {
  /** `GET /orders/{id}`, `$default`, `$connect`, an action of a WebSocket API. */
  readonly routeKey: string;
  readonly integrationId?: string;
  readonly authorizerId?: string;
}

export interface HttpAuthorizerDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: 'REQUEST' | 'JWT';
  readonly authorizerUri?: string;
}

/** What an API does, either as it is edited or as it is deployed. */
export interface HttpApiContents {
  readonly routes: readonly HttpRouteDefinition[];
  readonly integrations: readonly HttpIntegrationDefinition[];
  readonly authorizers: readonly HttpAuthorizerDefinition[];
}

export interface HttpStageDefinition {
  /** `$default`, or a name as REST stages have. */
  readonly stageName: string;
  readonly autoDeploy?: boolean;
  readonly lastDeploymentStatusMessage?: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly accessLogSettings?: {readonly destinationArn: string; readonly format: string};
  /** Of HTTP APIs neither level nor data trace can be set. */
  readonly defaultRouteSettings?: Pick<MethodSettings, 'loggingLevel' | 'dataTraceEnabled'>;
  /** By route key. */
  readonly routeSettings?: Readonly<
    Record<string, Pick<MethodSettings, 'loggingLevel' | 'dataTraceEnabled'>>
  >;
  /** Made from what is deployed where absent, so that a redeployment changes it. */
  readonly deploymentId?: string;
  /** What the stage serves, where it is not what the API says now. */
  readonly deployed?: HttpApiContents;
}

export interface HttpApiDefinition extends HttpApiContents {
  /** Ten lower-case letters and digits. */
  readonly id: string;
  readonly name: string;
  readonly protocolType: 'HTTP' | 'WEBSOCKET';
  readonly disableExecuteApiEndpoint?: boolean;
  readonly stages: readonly HttpStageDefinition[];
}
