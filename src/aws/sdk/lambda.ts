// What is used of the SDK's client, imported when it is needed: the bundle leaves the rest out.
export {GetFunctionConfigurationCommand, LambdaClient} from '@aws-sdk/client-lambda';
