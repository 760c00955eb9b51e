// What is used of the SDK's credential providers, imported when it is needed: the bundle leaves the rest out.
export {fromNodeProviderChain, fromTemporaryCredentials} from '@aws-sdk/credential-providers';
