// What is used of the SDK to sign a request and send it, without a client of a service.
export {AwsSdkSigV4Signer} from '@aws-sdk/core/httpAuthSchemes';
export {doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider} from '@smithy/core';
export {Sha256} from '@smithy/core/checksum';
export {HttpRequest, type HttpResponse} from '@smithy/core/transport';
export {NodeHttpHandler} from '@smithy/node-http-handler';
export {SignatureV4} from '@smithy/signature-v4';
