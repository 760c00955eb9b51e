/** An integration of a method, with the names that GetIntegration uses. */
export interface IntegrationDefinition {
  readonly type: 'AWS_PROXY' | 'AWS' | 'HTTP_PROXY' | 'HTTP' | 'MOCK';
  readonly uri?: string;
  readonly httpMethod?: string;
  readonly connectionType?: 'INTERNET' | 'VPC_LINK';
  readonly connectionId?: string;
  readonly credentials?: string;
  readonly timeoutInMillis?: number;
  readonly passthroughBehavior?: string;
  readonly responseTransferMode?: 'BUFFERED' | 'STREAM';
  readonly requestTemplates?: Readonly<Record<string, string>>;
}

export interface RouteDefinition {
  /** A resource path, such as `/orders/{id}`. */
  readonly path: string;
  /** A verb in capitals, or `ANY`. */
  readonly method: string;
  /** Absent for a method whose integration has not been set up. */
  readonly integration?: IntegrationDefinition;
  readonly authorizerId?: string;
}

export interface AuthorizerDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  readonly authorizerUri?: string;
}

/** What an API does, either as it is edited or as it is deployed. */
export interface ApiDefinition {
  readonly routes: readonly RouteDefinition[];
  readonly authorizers: readonly AuthorizerDefinition[];
}

export interface MethodSettings {
  readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO';
  readonly dataTraceEnabled?: boolean;
  readonly metricsEnabled?: boolean;
}

export interface StageDefinition {
  readonly stageName: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** By method, all methods being the key `*` + `/*`; none where absent, and so logging is off. */
  readonly methodSettings?: Readonly<Record<string, MethodSettings>>;
  readonly accessLogSettings?: {readonly destinationArn: string; readonly format: string};
  readonly canarySettings?: {
    readonly percentTraffic: number;
    readonly deploymentId?: string;
    readonly stageVariableOverrides?: Readonly<Record<string, string>>;
    readonly useStageCache?: boolean;
  };
  readonly tracingEnabled?: boolean;
  /** Made from the deployed definition where absent, so that a redeployment changes it. */
  readonly deploymentId?: string;
  /** What this stage has deployed, where it is not what the API says. */
  readonly deployed?: ApiDefinition;
}

export interface RestApiDefinition {
  /** Ten lower-case letters and digits. */
  readonly id: string;
  readonly name: string;
  readonly endpointTypes?: readonly ('REGIONAL' | 'EDGE' | 'PRIVATE')[];
  readonly disableExecuteApiEndpoint?: boolean;
  /** What GetExport shows. */
  readonly deployed: ApiDefinition;
  /** What GetResources, GetMethod and GetAuthorizers show; the deployed definition where absent. */
  readonly current?: ApiDefinition;
  readonly stages: readonly StageDefinition[];
  /** GetExport leaves the integrations out, as LocalStack and moto do. */
  readonly exportOmitsIntegrations?: boolean;
  /** GetExport fails, with this text where one is given. */
  readonly exportFails?: boolean | string;
}
