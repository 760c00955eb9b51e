// What is used of the SDK's client, imported when it is needed: the bundle leaves the rest out.
export {CloudFormationClient, ListStackResourcesCommand} from '@aws-sdk/client-cloudformation';
